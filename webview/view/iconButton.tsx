/** A button with an icon: named for everyone, pressed when it switches something. */

import { Icon, type IconName } from './icon.tsx';

export interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onPress: () => void;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly disabled?: boolean;
  readonly text?: string;
  readonly class?: string;
  /** Shown in the tooltip behind the label. */
  readonly keyHint?: string;
}

export function IconButton(props: IconButtonProps) {
  const { icon, label, onPress, pressed, expanded, disabled, text, keyHint } = props;
  return (
    <button
      type="button"
      class={`icon-button ${props.class ?? ''}`}
      aria-label={label}
      title={keyHint ? `${label} (${keyHint})` : label}
      aria-pressed={pressed}
      aria-expanded={expanded}
      disabled={disabled}
      onClick={onPress}
    >
      <Icon name={icon} />
      {text ? <span class="icon-button-text">{text}</span> : null}
    </button>
  );
}
