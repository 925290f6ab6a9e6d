// Refuses, before anything recurses, programs nested so deeply that the parser library or a later phase would exhaust its
// stack: brackets in one another, chains of operators, members or branches.
import type { Token } from './lexer.js';

/** Brackets in one another. The library's time grows with the cube of their number: 2 s for 100, 12 s for 200. */
const DEEPEST_BRACKETS = 100;
/** Bound on the depth of the tree at any token; the library's stack lasts for more than 500 levels. */
const DEEPEST_CHAIN = 500;

const STATEMENTS: ReadonlySet<string> = new Set(['if', 'for', 'while', 'do']);
const CONTINUING: ReadonlySet<string> = new Set(['else', 'catch']);

interface Level {
  /** Depth where the bracket opens. */
  readonly outside: number;
  /** Depth at which a part between commas or semicolons starts. */
  readonly start: number;
  /** The same, behind `if (…)` and the like. */
  statement: number;
}

/** The token at which a program becomes too deep; undefined when it does not. */
export function tooDeepAt(tokens: readonly Token[]): Token | undefined {
  const levels: Level[] = [{ outside: 0, start: 0, statement: 0 }];
  let depth = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    const level = levels.at(-1);
    if (token === undefined || level === undefined) break;
    const { text } = token;
    if (token.kind === 'word') {
      if (STATEMENTS.has(text)) depth = ++level.statement;
    } else if (token.kind === 'symbol') {
      if (text === '(' || text === '[' || text === '{') {
        levels.push({ outside: depth, start: depth + 1, statement: depth + 1 });
        depth++;
      } else if (text === ')' || text === ']' || text === '}') {
        if (levels.length > 1) levels.pop();
        const around = levels.at(-1) ?? level;
        const next = tokens[i + 1];
        // A block ends the statement that it is in; options of a call (`f{value: 1}()`) do not.
        if (text !== '}' || next?.text === '(' || next?.text === '.') depth = level.outside + 1;
        else depth = endOfPart(around, next);
      } else if (text === ';') depth = endOfPart(level, tokens[i + 1]);
      else if (text === ',') depth = level.start;
      else depth++;
    }
    if (depth > DEEPEST_CHAIN || levels.length > DEEPEST_BRACKETS + 1) return token;
  }
  return undefined;
}

function endOfPart(level: Level, next: Token | undefined): number {
  if (next === undefined || !CONTINUING.has(next.text)) level.statement = level.start;
  return level.statement;
}
