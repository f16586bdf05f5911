/**
 * The fields of an entity in the order in which they are written, and the one loop that follows it.
 *
 * A table instead of a function per field: code that runs often is compiled, and compiling many functions takes longer
 * than all they would save. Invariant: a table names every field of its type; fields that are `undefined` are left out.
 */

import { fixed, type JsonBytes, lineBreak } from './jsonBytes.ts';

/** `any`: whatever stands there. A plan: an object that is written in that plan's order, or null. */
type Field = 'any' | Plan;
export interface Plan {
  readonly table: Readonly<Record<string, Field>>;
  /** That of the line with the closing bracket. */
  readonly depth: number;
  /** Made when first needed: a short state is not written by this. */
  bytes: PlanBytes | undefined;
}
interface PlanBytes {
  readonly steps: readonly Step[];
  readonly end: Uint8Array;
}
interface Step {
  readonly key: string;
  /** What stands before the value. */
  readonly head: Uint8Array;
  /** The same with the two most frequent values, for one copy instead of two. */
  readonly none: Uint8Array;
  readonly emptyList: Uint8Array;
  readonly plan: Plan | undefined;
}

/** The first field must never be `undefined`. */
export function planOf<T>(depth: number, table: { readonly [Key in keyof T]-?: Field }): Plan {
  return { table, depth, bytes: undefined };
}

export function writeEntity(to: JsonBytes, entity: object, plan: Plan): void {
  const fields = entity as Readonly<Record<string, unknown>>;
  plan.bytes ??= bytesOf(plan);
  for (const step of plan.bytes.steps) {
    const value = fields[step.key];
    if (value === undefined) continue;
    if (value === null) {
      to.raw(step.none);
      continue;
    }
    if (Array.isArray(value) && value.length === 0) {
      to.raw(step.emptyList);
      continue;
    }
    to.raw(step.head);
    if (step.plan && typeof value === 'object') writeEntity(to, value, step.plan);
    else to.json(value, plan.depth + 1);
  }
  to.raw(plan.bytes.end);
}

function bytesOf({ table, depth }: Plan): PlanBytes {
  const left = lineBreak(depth + 1);
  const steps = Object.entries(table).map(([key, field], index) => {
    const head = `${index === 0 ? '{' : ','}${left}"${key}": `;
    return {
      key,
      head: fixed(head),
      none: fixed(`${head}null`),
      emptyList: fixed(`${head}[]`),
      plan: field === 'any' ? undefined : field,
    };
  });
  return { steps, end: fixed(`${lineBreak(depth)}}`) };
}

/** The fields of an entity in the order of the plan. */
export function inPlanOrder(entity: object, plan: Plan): object {
  const fields = entity as Readonly<Record<string, unknown>>;
  const ordered: Record<string, unknown> = {};
  for (const key in plan.table) {
    const value = fields[key];
    const field = plan.table[key];
    const inner = field !== 'any' && typeof value === 'object' && value !== null;
    ordered[key] = inner ? inPlanOrder(value, field as Plan) : value;
  }
  return ordered;
}
