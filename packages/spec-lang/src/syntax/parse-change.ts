// Sentences about who may change what: `only … may …`, `nobody may …`, `… never changes`, `… moves a -> b by f`.

import { suggestName } from '../diagnostics/suggest.js';
import type {
  Expression,
  FunctionReference,
  MachineDeclaration,
  Name,
  NeverDeclaration,
  OnlyDeclaration,
  Parameter,
} from './ast.js';
import { accept, advance, at, type Cursor, describe, expect, peek, report, unexpected } from './cursor.js';
import { strengths } from './operators.js';
import { parseExpression, parseExpressions, parsePlace } from './parse-expression.js';
import {
  parseClaimName,
  parseFunctionReference,
  parseFunctionReferences,
  parseUsingIfAny,
} from './parse-reference.js';
import { parseParameters } from './parse-type.js';
import type { Token } from './token.js';

type Direction = OnlyDeclaration['direction'];

/** Verbs of changes, as after `may` and after `never`. */
const directions: ReadonlyMap<string, Direction> = new Map<string, Direction>([
  ['increase', 'increase'],
  ['decrease', 'decrease'],
  ['change', 'change'],
  ['increases', 'increase'],
  ['decreases', 'decrease'],
  ['changes', 'change'],
]);

/** Which of the sentences begins here, with or without a name before it; undefined for anything else. */
export function sentenceKind(cursor: Cursor): 'only' | 'never' | 'machine' | undefined {
  const named = labelLength(cursor);
  return bareSentence(cursor, named) ?? (named > 0 ? bareSentence(cursor, 0) : undefined);
}

function bareSentence(cursor: Cursor, from: number): 'only' | 'never' | 'machine' | undefined {
  const next = peek(cursor, from + 1);
  const named = at(cursor, 'only', from) && (next.kind === 'word' || next.kind === 'number');
  if (named && next.text !== 'never' && next.text !== 'moves') return 'only';
  if (at(cursor, 'nobody', from) && at(cursor, 'may', from + 1)) return 'never';
  let ahead = from;
  for (;;) {
    ahead = pathEnd(cursor, ahead);
    if (ahead > from && verbAt(cursor, ahead)) return at(cursor, 'never', ahead) ? 'never' : 'machine';
    if (!at(cursor, ',', ahead) || ahead === from) return undefined;
    ahead++;
  }
}

/** A verb of change, or what is probably one misspelt. */
function isVerb(text: string): boolean {
  return directions.has(text) || suggestName(text, directions.keys()).suggestion !== undefined;
}

/** Whether an arrow follows in the same item: `rule moves { … }` has none. */
function arrowFollows(cursor: Cursor, from: number): boolean {
  for (let ahead = from; ahead < from + 200; ahead++) {
    const { kind, text } = peek(cursor, ahead);
    if (kind === 'end' || text === ';' || text === '{') return false;
    if (text === '->') return true;
  }
  return false;
}

/** Tokens of `name:`, `Token.name:` or `name(address a):` from here; 0 when none stands here. */
function labelLength(cursor: Cursor): number {
  const end = pathEnd(cursor, 0);
  return end > 0 && at(cursor, ':', end) ? end + 1 : 0;
}

/** Where the access path that begins `ahead` tokens further ends: `balance(this)`, `credits[*]`, `Token.owner`. */
function pathEnd(cursor: Cursor, ahead: number): number {
  if (peek(cursor, ahead).kind !== 'word' && !at(cursor, '(', ahead)) return ahead;
  let end = peek(cursor, ahead).kind === 'word' ? ahead + 1 : ahead;
  let depth = 0;
  // A sentence is short; the bound keeps damaged text from being scanned again at every token.
  for (; end < ahead + 100; end++) {
    const token = peek(cursor, end);
    if (token.kind === 'end' || token.text === ';' || token.text === '{') return end;
    if (token.kind === 'symbol' && /^[([]$/.test(token.text)) depth++;
    else if (token.kind === 'symbol' && /^[)\]]$/.test(token.text)) depth--;
    else if (at(cursor, '.', end) && peek(cursor, end + 1).kind === 'word') end++;
    else if (depth === 0) return end;
    if (depth < 0) return end;
  }
  return end;
}

interface Label {
  readonly contract: Name | undefined;
  readonly name: Name | undefined;
  readonly parameters: readonly Parameter[];
}

function parseLabel(cursor: Cursor): Label {
  if (labelLength(cursor) === 0) return { contract: undefined, name: undefined, parameters: [] };
  const { contract, name } = parseClaimName(cursor, 'a name for the claim');
  const parameters = at(cursor, '(') ? parseParameters(cursor, 'after the name') : [];
  expect(cursor, ':', 'after the name of the claim');
  return { contract, name, parameters };
}

/** Names of these sentences are plain; what they are about says the contract. */
function parsePlainLabel(cursor: Cursor): Name | undefined {
  const first = peek(cursor);
  const { contract, name, parameters } = parseLabel(cursor);
  if (contract !== undefined || parameters.length > 0) {
    report(cursor, 'SPEC104', first, "expected a plain name before ':', found more than a name", {
      notes: ['write the contract before the variable: `fixed: Token.owner never changes;`'],
    });
  }
  return name;
}

/** `drain(address a): only withdraw by a may decrease credits[a] using …;` */
export function parseOnly(cursor: Cursor): OnlyDeclaration {
  const { contract, name, parameters } = parseLabel(cursor);
  expect(cursor, 'only', 'after the name');
  const subjects: OnlyDeclaration['subjects'][number][] = [];
  do subjects.push(parseSubject(cursor));
  while (accept(cursor, ','));
  const by = accept(cursor, 'by') ? parseExpression(cursor) : undefined;
  expect(cursor, 'may', 'and a verb after those who may');
  const itself = accept(cursor, 'itself');
  const { direction, targets } = parseMay(cursor);
  const using = parseUsingIfAny(cursor);
  expect(cursor, ';', 'after the claim');
  return { kind: 'only', name, parameters, contract, subjects, by, itself, direction, targets, using };
}

/** `increase a, b[*]`, `move balance(this) up`, or `bring ether`. */
function parseMay(cursor: Cursor): {
  readonly direction: Direction;
  readonly targets: readonly Expression[];
} {
  if (accept(cursor, 'move')) {
    const targets = parseExpressions(cursor);
    const up = accept(cursor, 'up');
    if (!up) expect(cursor, 'down', "or 'up' after what may move");
    return { direction: up ? 'increase' : 'decrease', targets };
  }
  const what = peek(cursor, 1).text;
  if (at(cursor, 'bring') && (what === 'ether' || what === ';')) {
    advance(cursor);
    expect(cursor, 'ether', "after 'bring'");
    return { direction: 'bring', targets: [] };
  }
  const direction = parseVerb(cursor, ['increase', 'decrease', 'change', 'move', 'bring'], "after 'may'");
  return { direction, targets: parseExpressions(cursor) };
}

function parseVerb(cursor: Cursor, verbs: readonly string[], where: string): Direction {
  const token = peek(cursor);
  const direction =
    token.kind === 'word' && verbs.includes(token.text) ? directions.get(token.text) : undefined;
  if (direction === undefined) {
    const list = verbs.map((verb) => `'${verb}'`).join(', ');
    unexpected(cursor, `one of ${list} ${where}`, suggestName(token.text, verbs));
    return 'change';
  }
  advance(cursor);
  return direction;
}

/** A function, with its types where needed, or an address that must be the sender. */
function parseSubject(cursor: Cursor): OnlyDeclaration['subjects'][number] {
  const { kind } = peek(cursor);
  const simple = kind === 'word' && !at(cursor, '.', 1) && !at(cursor, '[', 1);
  if (simple && (!at(cursor, '(', 1) || typesFollow(cursor))) {
    return { kind: 'function', function: parseFunctionReference(cursor, 'only') };
  }
  return { kind: 'expression', expression: parsePlace(cursor) };
}

const elementary = /^(u?int[0-9]*|address|bool|string|bytes[0-9]*)$/;

/** Whether the parentheses after a name hold types: elementary ones, or by custom capitalized ones. */
function typesFollow(cursor: Cursor): boolean {
  const first = peek(cursor, 2).text;
  return first === ')' || elementary.test(first) || /^[A-Z]\w*[a-z]/.test(first);
}

/** `owner, recovery never change;`, `rate never decreases inside transactions except setRate;`, `nobody may change owner;` */
export function parseNever(cursor: Cursor): NeverDeclaration {
  const name = parsePlainLabel(cursor);
  const nobody = at(cursor, 'nobody') && at(cursor, 'may', 1);
  let targets: readonly Expression[];
  let direction: Direction;
  if (nobody) {
    advance(cursor);
    advance(cursor);
    ({ direction, targets } = parseMay(cursor));
  } else {
    targets = parsePlaces(cursor);
    expect(cursor, 'never', 'after what never changes');
    direction = parseVerb(cursor, [...directions.keys()], "after 'never'");
  }
  const inside = accept(cursor, 'inside');
  if (inside) expect(cursor, 'transactions', "after 'inside'");
  const except = accept(cursor, 'except') ? parseFunctionReferences(cursor, 'except') : [];
  const using = parseUsingIfAny(cursor);
  expect(cursor, ';', 'after the claim');
  return { kind: 'never', name, targets, direction, nobody, inside, except, using };
}

function parsePlaces(cursor: Cursor): readonly Expression[] {
  const places: Expression[] = [];
  do places.push(parsePlace(cursor));
  while (accept(cursor, ','));
  return places;
}

/** `state moves IDLE -> REQ by withdraw, REQ -> IDLE by finalize, cancel, * -> same by receive;` */
export function parseMachine(cursor: Cursor): MachineDeclaration {
  const name = parsePlainLabel(cursor);
  const subject = parsePlace(cursor);
  expect(cursor, 'moves', 'after the variable');
  const moves: MachineDeclaration['moves'][number][] = [];
  do moves.push(parseMove(cursor));
  while (accept(cursor, ','));
  const using = parseUsingIfAny(cursor);
  expect(cursor, ';', 'after the moves');
  return { kind: 'machine', name, subject, moves, using };
}

function parseMove(cursor: Cursor): MachineDeclaration['moves'][number] {
  const from = accept(cursor, '*') ? undefined : parsePlace(cursor);
  expect(cursor, '->', 'after the state it moves from');
  const to = at(cursor, 'same') && !at(cursor, '.', 1) && advance(cursor) ? undefined : parsePlace(cursor);
  const by: FunctionReference[] = [];
  if (accept(cursor, 'by')) {
    by.push(parseFunctionReference(cursor, 'by'));
    while (at(cursor, ',') && !moveFollows(cursor)) {
      advance(cursor);
      by.push(parseFunctionReference(cursor, 'by'));
    }
  }
  return { from, to, by };
}

/** Whether the comma here is followed by another move: a state and an arrow, rather than a function. */
function moveFollows(cursor: Cursor): boolean {
  if (at(cursor, '*', 1) || peek(cursor, 1).kind === 'number') return true;
  return at(cursor, '->', pathEnd(cursor, 1));
}

/** The first operator of an expression that stands without parentheses before `never changes` or `moves A -> B`. */
function operatorBeforeVerb(
  cursor: Cursor,
): { readonly operator: Token; readonly expression: string; readonly verb: string } | undefined {
  let operator: Token | undefined;
  let start = labelLength(cursor);
  let depth = 0;
  for (let ahead = start; ahead < start + 100; ahead++) {
    const token = peek(cursor, ahead);
    if (token.kind === 'end' || token.text === ';' || token.text === '{') return undefined;
    if (token.kind !== 'symbol' && depth > 0) continue;
    if (token.text === '(' || token.text === '[') depth++;
    else if (token.text === ')' || token.text === ']') depth--;
    else if (depth > 0) continue;
    else if (token.text === ',') {
      start = ahead + 1;
      operator = undefined;
    } else if (operator === undefined && (strengths.has(token.text) || token.text === '!')) operator = token;
    else if (operator !== undefined && verbAt(cursor, ahead)) {
      return { operator, expression: textOf(cursor, start, ahead - 1), verb: token.text };
    }
  }
  return undefined;
}

/** `x only changes by f` and `x changes only by f` as the sentence that is meant, with the word where it goes wrong. */
function onlyAfterPlace(cursor: Cursor): { readonly word: Token; readonly sentence: string } | undefined {
  const start = labelLength(cursor);
  const end = pathEnd(cursor, start);
  const only = at(cursor, 'only', end) ? end : end + 1;
  const verb = directions.get(peek(cursor, only === end ? end + 1 : end).text);
  if (end === start || verb === undefined || !at(cursor, 'only', only) || !at(cursor, 'by', end + 2))
    return undefined;
  let last = end + 3;
  if (peek(cursor, last).kind !== 'word') return undefined;
  while (at(cursor, ',', last + 1) && peek(cursor, last + 2).kind === 'word') last += 2;
  const [who, what] = [textOf(cursor, end + 3, last), textOf(cursor, start, end - 1)];
  return { word: peek(cursor, end), sentence: `only ${who} may ${verb} ${what};` };
}

/** What is written from one token to another, counted from here. */
function textOf(cursor: Cursor, from: number, to: number): string {
  return cursor.file.text.slice(peek(cursor, from).start, peek(cursor, to).end);
}

function verbAt(cursor: Cursor, ahead: number): boolean {
  if (at(cursor, 'never', ahead)) return isVerb(peek(cursor, ahead + 1).text);
  return at(cursor, 'moves', ahead) && arrowFollows(cursor, ahead);
}

/** Reports that no declaration begins here, with the likeliest slip: a misspelt keyword or verb. */
export function refuseDeclaration(cursor: Cursor, keywords: readonly string[]): void {
  const first = peek(cursor);
  const open = operatorBeforeVerb(cursor);
  if (open !== undefined) {
    const { operator, expression, verb } = open;
    report(cursor, 'SPEC104', operator, `an expression before '${verb}' needs parentheses`, {
      suggestion: `put it in parentheses: \`(${expression}) ${verb} …\``,
    });
    advance(cursor);
    return;
  }
  const reversed = onlyAfterPlace(cursor);
  if (reversed !== undefined) {
    const { word, sentence } = reversed;
    report(cursor, 'SPEC104', word, `expected 'never' or 'moves', found ${describe(word)}`, {
      suggestion: `write \`${sentence}\``,
    });
    advance(cursor);
    return;
  }
  const next = peek(cursor, pathEnd(cursor, 0));
  const keyword = suggestName(first.text, keywords);
  const verb =
    next.kind === 'word' && first.kind === 'word' ? suggestName(next.text, ['never', 'moves']) : {};
  if (keyword.suggestion === undefined && verb.suggestion !== undefined) {
    report(cursor, 'SPEC104', next, `expected 'never' or 'moves', found ${describe(next)}`, verb);
  } else {
    const colon = at(cursor, ':', pathEnd(cursor, 0));
    const notes = colon
      ? { notes: ['a claim begins with its kind: `invariant name: …`, `rule name { … }`'] }
      : {};
    report(cursor, 'SPEC104', first, `expected a declaration, found ${describe(first)}`, {
      ...notes,
      ...keyword,
    });
  }
  advance(cursor);
}
