// The trace file as text: written with numbers as decimal strings, read back with every shape checked.
import type { ReplayPlan, ReplayValue } from '@surety/core';
import { TRACE_SCHEMA, type TraceFile } from './trace-format.js';

/** The file's text. Numbers are `{"n": "123"}`, so that they cannot be taken for hex or names. */
export function traceJson(trace: TraceFile): string {
  const { plan } = trace;
  const resolutions = [...plan.resolutions].flatMap(([importer, imports]) =>
    [...imports].map(([text, path]) => ({ importer, text, path })),
  );
  const plain = { ...trace, plan: { ...plan, resolutions } };
  return `${JSON.stringify(plain, (_key, value: unknown) => (typeof value === 'bigint' ? { n: String(value) } : value), 2)}\n`;
}

/** A trace file, or what is wrong with the text. */
export function readTrace(text: string): { readonly trace: TraceFile } | { readonly problem: string } {
  let data: unknown;
  try {
    data = JSON.parse(text, (_key, value: unknown) => {
      if (!isRecord(value) || typeof value.n !== 'string' || Object.keys(value).length !== 1) return value;
      return /^-?\d{1,90}$/.test(value.n) ? BigInt(value.n) : value;
    });
  } catch (error) {
    return { problem: `it is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (!isRecord(data) || typeof data.schema !== 'string') return { problem: 'it is not a trace file' };
  if (data.schema !== TRACE_SCHEMA)
    return { problem: `its format is '${data.schema}', and this version reads '${TRACE_SCHEMA}'` };
  const missing = ['claim', 'plan', 'wrong', 'shown'].find((part) => !isRecord(data[part]));
  if (missing !== undefined) return { problem: `it lacks '${missing}'` };
  const problem = planProblem(data.plan) ?? wrongProblem(data.wrong) ?? shownProblem(data.shown);
  if (problem !== undefined) return { problem };
  const file = data as unknown as Omit<TraceFile, 'plan'> & { readonly plan: StoredPlan };
  const resolutions = new Map<string, Map<string, string>>();
  for (const { importer, text: name, path } of file.plan.resolutions) {
    const known = resolutions.get(importer) ?? new Map<string, string>();
    resolutions.set(importer, known.set(name, path));
  }
  return { trace: { ...file, plan: { ...file.plan, resolutions } } };
}

type StoredPlan = Omit<ReplayPlan, 'resolutions'> & {
  readonly resolutions: readonly {
    readonly importer: string;
    readonly text: string;
    readonly path: string;
  }[];
};

function planProblem(plan: unknown): string | undefined {
  const wrong = (what: string): string => `its plan has wrong ${what}`;
  if (!isRecord(plan)) return wrong('shape');
  const { files, resolutions, deployments, balances, puppets, steps } = plan;
  if (!listOf(files, (one) => isText(one.path) && isText(one.text))) return wrong('files');
  if (!listOf(resolutions, (one) => isText(one.importer) && isText(one.text) && isText(one.path)))
    return wrong('resolutions');
  const deployment = (one: Fields): boolean =>
    isRecord(one.contract) &&
    isText(one.contract.path) &&
    isText(one.contract.name) &&
    [one.address, one.from, one.value].every(isNatural) &&
    isValues(one.arguments) &&
    isBlock(one.block);
  if (!listOf(deployments, deployment)) return wrong('deployments');
  if (!listOf(balances, (one) => isNatural(one.address) && isNatural(one.amount))) return wrong('balances');
  if (!listOf(puppets, isPuppet)) return wrong('puppets');
  const step = (one: Fields): boolean =>
    one.kind === 'forceEther'
      ? isNatural(one.to) && isNatural(one.amount)
      : one.kind === 'transaction' &&
        [one.from, one.to, one.value].every(isNatural) &&
        isText(one.function) &&
        isValues(one.arguments) &&
        (one.data === undefined || isText(one.data)) &&
        [one.origin, one.backTo].every((n) => n === undefined || isNatural(n) || isCount(n)) &&
        (one.refuses === undefined || (Array.isArray(one.refuses) && one.refuses.every(isNatural))) &&
        (one.scripts === undefined ||
          listOf(one.scripts, (each) => isNatural(each.address) && isCount(each.next))) &&
        isBlock(one.block);
  return listOf(steps, step) ? undefined : wrong('steps');
}

function isPuppet(one: Fields): boolean {
  const call = (each: Fields): boolean =>
    isNatural(each.to) && isNatural(each.value) && isText(each.function) && isValues(each.arguments);
  const behavior = (each: Fields): boolean =>
    each.kind === 'revert' ||
    (each.kind === 'accept' && isText(each.returnData)) ||
    (each.kind === 'reenter' && isText(each.returnData) && listOf(each.calls, call));
  return (
    isNatural(one.address) &&
    listOf(one.behaviors, behavior) &&
    (one.appears === undefined || isCount(one.appears)) &&
    (one.replies === undefined ||
      listOf(one.replies, (each) => isText(each.function) && isText(each.returnData)))
  );
}

function wrongProblem(wrong: unknown): string | undefined {
  const problem = 'it does not say what is wrong at the end';
  if (!isRecord(wrong)) return problem;
  const moment = wrong.moment === 'end' || wrong.moment === 'call' || wrong.moment === 'write';
  switch (wrong.by) {
    case 'claim':
      return moment && isCondition(wrong.condition) && typeof wrong.afterSuccess === 'boolean'
        ? undefined
        : problem;
    case 'mustRevert':
    case 'mustSucceed':
      return isCondition(wrong.when) ? undefined : problem;
    case 'failure':
      return typeof wrong.contract === 'number' && isText(wrong.returnData) ? undefined : problem;
    case 'deployment':
      return typeof wrong.index === 'number' && isText(wrong.returnData) ? undefined : problem;
    case 'innerCalls': {
      const call = (one: Fields): boolean =>
        typeof one.contract === 'number' &&
        typeof one.success === 'boolean' &&
        [one.data, one.returnData].every(isText) &&
        listOf(one.values, (each) => isPlace(each.place) && typeof each.value === 'bigint');
      return listOf(wrong.calls, call) ? undefined : problem;
    }
    case 'recording': {
      const { recording } = wrong;
      const good =
        isRecord(recording) &&
        isText(recording.returnData) &&
        Array.isArray(recording.successes) &&
        recording.successes.every((each) => typeof each === 'boolean') &&
        listOf(recording.values, (one) => isPlace(one.place) && typeof one.value === 'bigint') &&
        listOf(recording.balances, (one) => isNatural(one.account) && isNatural(one.amount));
      return moment && good ? undefined : problem;
    }
    default:
      return problem;
  }
}

function isPlace(one: unknown): boolean {
  return (
    isRecord(one) && typeof one.contract === 'number' && isText(one.variable) && listOf(one.path, isPart)
  );
}

function isPart(part: Fields): boolean {
  if (part.kind === 'key') return ['bigint', 'boolean', 'string'].includes(typeof part.key);
  if (part.kind === 'index') return isNatural(part.index);
  return part.kind === 'length' || (part.kind === 'field' && isText(part.field));
}

const OPERATORS = ['+', '-', '*', '/', '%', '<', '<=', '>', '>=', '==', '!=', '&&', '||', '=>'];

function isCondition(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const flag = typeof value.old === 'boolean';
  const variable = typeof value.contract === 'number' && isText(value.variable) && flag;
  switch (value.kind) {
    case 'number':
      return typeof value.value === 'bigint';
    case 'boolean':
      return typeof value.value === 'boolean';
    case 'read':
      return (
        variable &&
        listOf(value.path, (part) =>
          part.kind === 'at'
            ? isCondition(part.key)
            : part.kind === 'length' || (part.kind === 'field' && isText(part.field)),
        )
      );
    case 'balance':
      return flag && isCondition(value.of);
    case 'sum':
      return (
        variable && Array.isArray(value.fields) && value.fields.every(isText) && Array.isArray(value.keys)
      );
    case 'not':
    case 'negate':
      return isCondition(value.operand);
    case 'choice':
      return [value.condition, value.whenTrue, value.whenFalse].every(isCondition);
    case 'binary':
      return (
        OPERATORS.includes(String(value.operator)) && isCondition(value.left) && isCondition(value.right)
      );
    default:
      return false;
  }
}

function shownProblem(shown: unknown): string | undefined {
  const outcome = (one: unknown): boolean =>
    isRecord(one) && (one.kind === 'success' || one.kind === 'revert');
  const step = (one: Fields): boolean =>
    [one.kind, one.contract, one.function, one.sender, one.value].every(isText) &&
    [one.arguments, one.callbacks, one.changes].every(Array.isArray) &&
    isRecord(one.block) &&
    outcome(one.outcome);
  const good = isRecord(shown) && listOf(shown.steps, step) && isText(shown.conclusion);
  return good ? undefined : 'the run it shows has a wrong shape';
}

type Fields = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown, good: (one: Fields) => boolean): boolean {
  return Array.isArray(value) && value.every((one: unknown) => isRecord(one) && good(one));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNatural(value: unknown): value is bigint {
  return typeof value === 'bigint' && value >= 0n;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isBlock(value: unknown): boolean {
  return isRecord(value) && isNatural(value.number) && isNatural(value.timestamp);
}

function isValues(value: unknown): value is readonly ReplayValue[] {
  const good = (one: unknown): boolean =>
    ['bigint', 'boolean', 'string'].includes(typeof one) || (Array.isArray(one) && one.every(good));
  return Array.isArray(value) && value.every(good);
}
