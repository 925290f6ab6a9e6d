// The text that the parser library is given: the file's own tokens at their own offsets, nothing else between them, and
// stand-ins of the same length for what the library reads in one way and Solidity in another:
// - words that are keywords in some versions or some places only (`virtual`, `transient`, `error` …), where they are names;
// - paths of modifiers and bases in function headers (`M.Base(1)`), for which the library takes one name;
// - assembly blocks with their flags, which have a reader of their own;
// - version ranges, of which the library knows some forms only;
// - `payable` of an old fallback function without code, which the library takes for the name of a variable.
import { NEWER_WORDS } from './keywords.js';
import type { Token } from './lexer.js';

/** A mistake that is seen before the library is asked. */
export interface TextMistake {
  readonly token: Token;
  readonly message: string;
}

/** A text for the library, and the mistakes that it would not find. */
export interface LibraryText {
  readonly text: string;
  readonly mistakes: readonly TextMistake[];
}

/** Words that are told apart by their place in every version; `callback` and `leave` mean something to the library only. */
const PLACED_WORDS: ReadonlySet<string> = new Set(
  'error revert global transient layout at from callback leave'.split(' '),
);
const UNITS: ReadonlySet<string> = new Set(['gwei', 'szabo', 'finney']);
const CONTRACTS: ReadonlySet<string> = new Set(['contract', 'interface', 'library', 'abstract']);
/** What begins a part that is no variable. */
const DEFINITIONS: ReadonlySet<string> = new Set(
  'struct enum event error type using modifier constructor receive fallback'.split(' '),
);
const FUNCTIONS: ReadonlySet<string> = new Set([
  'function',
  'modifier',
  'constructor',
  'receive',
  'fallback',
]);

const VERSION = String.raw`v?(?:\d+(?!\d)|[xX*])(?:\.(?:\d+(?!\d)|[xX*])){0,2}`;
const COMPARISON = String.raw`(?:\^|~|>=|<=|>|<|=)?\s*${VERSION}`;
const CONJUNCTION = String.raw`(?:${VERSION}\s+-\s+${VERSION}|${COMPARISON}(?:\s*${COMPARISON})*)`;
/** Version ranges as solc takes them; the library knows no hyphens, `v` and `*`. */
const VERSIONS = new RegExp(String.raw`^(["']?)${CONJUNCTION}(?:\s*\|\|\s*${CONJUNCTION})*\1$`);

/** Makes the text for the library. `reserved`: words that cannot be names in this file. */
export function libraryText(
  source: string,
  tokens: readonly Token[],
  reserved: ReadonlySet<string>,
): LibraryText {
  const walk: Walk = { tokens, reserved, at: 0, open: [], first: '', variable: false, header: 'none' };
  const mistakes: TextMistake[] = [];
  const parts: string[] = [];
  let length = 0;
  const write = (text: string): void => {
    parts.push(text);
    length += text.length;
  };
  for (; walk.at < tokens.length; walk.at++) {
    const token = tokens[walk.at];
    if (token === undefined || token.kind === 'end') break;
    const before = token.start - length;
    // A path in a header is one name to the library, whatever stands between its parts.
    if (before > 0) write((isInPath(walk, 0) || isInPath(walk, -1) ? '_' : ' ').repeat(before));
    if (token.kind === 'unknown')
      mistakes.push({ token, message: `'${token.text}' is not a token of Solidity` });
    follow(walk, token);
    if (token.kind === 'word' && (NEWER_WORDS.has(token.text) || PLACED_WORDS.has(token.text))) {
      const keyword = isKeyword(walk, token.text);
      if (!keyword && reserved.has(token.text) && !isNameOfFunction(walk))
        mistakes.push({ token, message: `unexpected '${token.text}', which is a keyword; expected a name` });
      write(keyword ? token.text : `$${token.text.slice(1)}`);
    } else if (token.text === 'payable' && endsFallback(walk)) write(' '.repeat(token.text.length));
    else write(isInPath(walk, 0) ? '_' : token.text);
    if (token.text === 'solidity' && walk.first === 'pragma' && isOutside(walk)) {
      const end = endOfVersions(source, walk);
      const start = ahead(walk, 1)?.start;
      if (end !== undefined && start !== undefined) {
        write(`${' '.repeat(start - length)}${'$'.repeat((tokens[end - 1]?.end ?? start) - start)}`);
        walk.at = end - 1;
      }
    }
    if (token.text === 'assembly' && walk.open.includes('body')) {
      const open = openingOfAssembly(walk);
      if (open === undefined) continue;
      const close = closing(tokens, open);
      const unknown = tokens.slice(open, close).find((inner) => inner.kind === 'unknown');
      if (unknown !== undefined)
        mistakes.push({ token: unknown, message: `'${unknown.text}' is not a token of Solidity` });
      write(`${' '.repeat((tokens[open]?.start ?? length) - length)}{`);
      walk.open.push('{');
      walk.at = close - 1;
    }
  }
  return { text: parts.join(''), mistakes };
}

interface Walk {
  readonly tokens: readonly Token[];
  readonly reserved: ReadonlySet<string>;
  /** Index of the token that is looked at. */
  at: number;
  /** The open brackets: by their character, but for the braces of contracts and of bodies. */
  readonly open: string[];
  /** First word of the directive, declaration or part that one is in, at file or contract level. */
  first: string;
  /** Whether the part can be a variable. */
  variable: boolean;
  /** How far one is in the header of a function: up to its parameters, behind them, or not at all. */
  header: 'none' | 'name' | 'specifiers';
}

function ahead(walk: Walk, distance: number): Token | undefined {
  return walk.tokens[walk.at + distance];
}

/** At file or contract level, outside of brackets. */
function isOutside(walk: Walk): boolean {
  const top = walk.open.at(-1);
  return top === undefined || top === 'contract';
}

/** Whether the token is the first of a directive, declaration or part. */
function isFirst(walk: Walk): boolean {
  if (!isOutside(walk)) return false;
  const before = ahead(walk, -1)?.text;
  // `using {f} for T;` and `import {A} from "a";` go on behind their braces.
  if (before === '}') return walk.first !== 'using' && walk.first !== 'import';
  return before === undefined || before === ';' || before === '{';
}

/** Whether the token at a distance is a dot in the path of a modifier or base. */
function isInPath(walk: Walk, distance: number): boolean {
  if (walk.header !== 'specifiers' || !isOutside(walk) || ahead(walk, distance)?.text !== '.') return false;
  return ahead(walk, distance - 1)?.kind === 'word' && ahead(walk, distance + 1)?.kind === 'word';
}

function isName(walk: Walk, token: Token | undefined): boolean {
  return token?.kind === 'word' && !walk.reserved.has(token.text);
}

/** `function receive()`: solc warns of such names and allows them. */
function isNameOfFunction(walk: Walk): boolean {
  const text = ahead(walk, 0)?.text;
  return (text === 'receive' || text === 'fallback') && ahead(walk, -1)?.text === 'function';
}

/** `function () external payable;` */
function endsFallback(walk: Walk): boolean {
  if (walk.reserved.has('fallback') || ahead(walk, 1)?.text !== ';') return false;
  return walk.first === 'function' && walk.variable && walk.header === 'specifiers' && isOutside(walk);
}

/** `function () external virtual;` of old code is a variable with this name. */
function endsVariable(walk: Walk): boolean {
  const next = ahead(walk, 1)?.text;
  return walk.variable && (next === ';' || next === '=');
}

/** Goes on by one token: brackets, the part that one is in, and how far its header goes. */
function follow(walk: Walk, { text, kind }: Token): void {
  if (kind !== 'symbol') {
    if (isFirst(walk)) {
      walk.first = text;
      walk.header = FUNCTIONS.has(text) ? 'name' : 'none';
      walk.variable = text === 'function' ? ahead(walk, 1)?.text === '(' : !DEFINITIONS.has(text);
    } else if (walk.first === 'modifier' && walk.header === 'name' && ahead(walk, -1)?.text !== 'modifier')
      walk.header = 'specifiers';
  } else if (text === '{' && isOutside(walk)) {
    walk.open.push(CONTRACTS.has(walk.first) ? 'contract' : FUNCTIONS.has(walk.first) ? 'body' : text);
    walk.header = 'none';
    if (CONTRACTS.has(walk.first)) walk.first = '';
  } else if (text === '(' || text === '[' || text === '{') walk.open.push(text);
  else if (text === ')' || text === ']' || text === '}') {
    walk.open.pop();
    if (walk.header === 'name' && isOutside(walk)) walk.header = 'specifiers';
  } else if (text === ';' && isOutside(walk)) walk.header = 'none';
}

/** Whether a word that may be a name is a keyword where it stands. */
function isKeyword(walk: Walk, word: string): boolean {
  const before = ahead(walk, -1);
  const next = ahead(walk, 1);
  const inPart = isOutside(walk) && !isFirst(walk);
  const inVariable = inPart && walk.variable && walk.open.length > 0;
  switch (word) {
    case 'virtual':
      return walk.header === 'specifiers' && isOutside(walk) && !endsVariable(walk);
    case 'override':
      if (walk.header === 'specifiers' && isOutside(walk)) return !endsVariable(walk);
      return inVariable && (next?.text === '(' || next?.kind === 'word');
    case 'immutable':
    case 'transient':
      return inVariable && next?.kind === 'word';
    case 'constructor':
    case 'fallback':
    case 'receive':
      return isFirst(walk) && next?.text === '(';
    case 'calldata':
      // A data location stands behind a type; in old code, where it may be a name, before one.
      if (before?.kind !== 'word' && before?.text !== ']' && before?.text !== ')') return false;
      return walk.reserved.has(word) || isName(walk, next);
    case 'unchecked':
      return walk.open.includes('body') && next?.text === '{';
    case 'emit':
      return walk.open.includes('body') && isName(walk, next);
    case 'revert':
      return walk.open.includes('body') && isName(walk, next) && !isBehindType(before);
    case 'error':
      return isFirst(walk) && isName(walk, next) && ahead(walk, 2)?.text === '(';
    case 'global':
      return walk.first === 'using' && inPart && next?.text === ';' && before?.text !== 'for';
    case 'from':
      return walk.first === 'import' && inPart && next?.kind === 'string';
    case 'layout':
      return CONTRACTS.has(walk.first) && inPart && next?.text === 'at';
    case 'at':
      return CONTRACTS.has(walk.first) && inPart && before?.text === 'layout';
    default:
      return UNITS.has(word) && before?.kind === 'number';
  }
}

/** `T revert x` would be two names behind a type; a statement stands behind a word only in `else revert E()`. */
function isBehindType(before: Token | undefined): boolean {
  return before?.kind === 'word' && before.text !== 'else' && before.text !== 'do';
}

/** Index of the token behind the version ranges of the pragma that one is in; undefined when they are not well-formed. */
function endOfVersions(source: string, walk: Walk): number | undefined {
  let end = walk.at + 1;
  while (end < walk.tokens.length && walk.tokens[end]?.text !== ';') end++;
  const [first, last] = [walk.tokens[walk.at + 1], walk.tokens[end - 1]];
  if (first === undefined || last === undefined || end === walk.at + 1) return undefined;
  return VERSIONS.test(source.slice(first.start, last.end)) ? end : undefined;
}

/** Index of the brace behind the word `assembly` and its dialect and flags: `assembly "evmasm" ("memory-safe") {`. */
function openingOfAssembly({ tokens, at }: Walk): number | undefined {
  let next = at + 1;
  if (tokens[next]?.kind === 'string') next++;
  if (tokens[next]?.text === '(') {
    do next++;
    while (tokens[next]?.kind === 'string' || tokens[next]?.text === ',');
    if (tokens[next]?.text !== ')') return undefined;
    next++;
  }
  return tokens[next]?.text === '{' ? next : undefined;
}

/** Index of the token that closes the brace at an index; of the end when there is none. */
function closing(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let i = at; i < tokens.length; i++) {
    if (tokens[i]?.text === '{') depth++;
    else if (tokens[i]?.text === '}' && --depth === 0) return i;
  }
  return tokens.length - 1;
}
