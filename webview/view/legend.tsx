/** What the colours, textures and shapes of the timeline mean, drawn by what draws them there. */

import { useLayoutEffect, useRef } from 'preact/hooks';
import { MarkKind, SpanKind, SpanStatus } from '../../runtime/trace/timeline/columns.ts';
import { drawMarkShape, markColours } from '../draw/paintMarks.ts';
import type { Palette } from '../draw/palette.ts';
import { readPalette, watchTheme } from '../draw/readPalette.ts';
import { SpanStyles } from '../draw/spanStyle.ts';
import { t } from '../strings.ts';
import { kindName, markName, statusName } from '../text/names.ts';

const width = 26;
const height = 14;

const kinds = [
  SpanKind.turn,
  SpanKind.inference,
  SpanKind.cell,
  SpanKind.nestedCall,
  SpanKind.wait,
  SpanKind.terminal,
  SpanKind.compaction,
  SpanKind.request,
];
const statuses = [SpanStatus.failed, SpanStatus.cancelled];
const marks: readonly MarkKind[] = Object.values(MarkKind);

type Paint = (ctx: CanvasRenderingContext2D, palette: Palette) => void;

export function Legend() {
  return (
    <section class="legend" aria-labelledby="legend-title">
      <h3 id="legend-title">{t('legend.title')}</h3>
      <ul>
        {kinds.map(kind => (
          <Entry key={kind} name={kindName(kind)} paint={bar(kind, SpanStatus.completed)} />
        ))}
        {statuses.map(status => (
          <Entry key={`status ${status}`} name={statusName(status)} paint={bar(SpanKind.cell, status)} />
        ))}
        {marks.map(mark => (
          <Entry key={`mark ${mark}`} name={markName(mark)} paint={shape(mark)} />
        ))}
        <Entry name={t('legend.arrow')} paint={arrow} long />
      </ul>
    </section>
  );
}

/** `long`: a sentence rather than a name; it gets a line of its own. */
function Entry({ name, paint, long = false }: { name: string; paint: Paint; long?: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const element = canvas.current;
    const ctx = element?.getContext('2d');
    if (!element || !ctx) return;
    const draw = () => {
      const ratio = devicePixelRatio || 1;
      element.width = width * ratio;
      element.height = height * ratio;
      ctx.scale(ratio, ratio);
      paint(ctx, readPalette(element.parentElement ?? document.body));
    };
    draw();
    return watchTheme(draw);
  }, []);
  return (
    <li class={long ? 'legend-long' : ''}>
      <canvas ref={canvas} />
      {name}
    </li>
  );
}

function bar(kind: number, status: number): Paint {
  return (ctx, palette) => {
    const style = new SpanStyles(palette).of(ctx, kind, status);
    for (const fill of [style.fill, style.texture]) {
      if (!fill) continue;
      ctx.fillStyle = fill;
      ctx.fillRect(0.5, 0.5, width - 1, height - 1);
    }
    ctx.strokeStyle = style.edge;
    if (palette.outlined || kind === SpanKind.wait) ctx.strokeRect(0.5, 0.5, width - 1, height - 1);
    ctx.fillStyle = style.edge;
    ctx.fillRect(0, 0, 2, height);
  };
}

function shape(mark: MarkKind): Paint {
  return (ctx, palette) => {
    drawMarkShape(ctx, mark, width / 2, height / 2, 4.5, palette.colours[markColours[mark]], palette.colours.bg);
  };
}

function arrow(ctx: CanvasRenderingContext2D, palette: Palette): void {
  const [r, g, b] = palette.colours.wait;
  ctx.strokeStyle = `rgb(${r} ${g} ${b})`;
  ctx.fillStyle = ctx.strokeStyle;
  ctx.beginPath();
  ctx.moveTo(3, 1);
  ctx.bezierCurveTo(3, 10, 20, 2, 21, 9);
  ctx.stroke();
  ctx.beginPath();
  ctx.moveTo(21, 13);
  ctx.lineTo(17.5, 8);
  ctx.lineTo(24.5, 8);
  ctx.fill();
}
