// Catalogue of everything the language can report: one row a code. Codes never change their meaning.
import type { Location } from '../source/source-file.js';
import type { Diagnostic, Severity } from './diagnostic.js';

/** What a code stands for, without the particulars of one occurrence. */
export interface CodeEntry {
  readonly severity: Severity;
  readonly summary: string;
}

const error = (summary: string): CodeEntry => ({ severity: 'error', summary });
const warning = (summary: string): CodeEntry => ({ severity: 'warning', summary });

/** Every diagnostic of the language by code: `1xx` syntax, `2xx` names and files, `3xx` types, `4xx` place and use, `5xx` claims that say nothing, `9xx` not supported yet. */
export const specCodes = {
  SPEC101: error('a character that is not part of the language'),
  SPEC102: error('a string or comment without an end'),
  SPEC103: error('a malformed number'),
  SPEC104: error('something else was expected here'),
  SPEC105: error('a block without its closing brace'),
  SPEC106: error('an expression nested too deeply'),
  SPEC107: error('an expression that reads in two ways'),
  SPEC108: error('an operator that specifications do not have'),

  SPEC201: error('a Solidity file that was not found'),
  SPEC202: error('a contract that its file does not have'),
  SPEC203: error('a Solidity source with errors of its own'),
  SPEC204: error('a contract that cannot be deployed'),
  SPEC205: error('an imported specification that was not found'),
  SPEC206: error('specifications that import each other'),
  SPEC207: error('a claim without a contract to be about'),
  SPEC208: error('a name declared twice'),
  SPEC209: error('an unknown name'),
  SPEC210: error('a name with several meanings'),
  SPEC211: error('an unknown function'),
  SPEC212: error('an overload that is not determined'),
  SPEC213: error('an unknown member'),
  SPEC214: error('an unknown type'),
  SPEC215: error('an unknown lemma'),
  SPEC216: error('lemmas that use each other in a circle'),
  SPEC217: error('an unknown contract'),
  SPEC218: error('a specification without claims'),
  SPEC219: error('a link from a variable that holds no address'),
  SPEC220: error('a function that no transaction can call'),
  SPEC221: warning('a name that hides another'),
  SPEC222: warning('a parameter or local that is not used'),
  SPEC223: warning('a definition or ghost variable that nothing uses'),
  SPEC224: error('a definition or module that is made of itself'),
  SPEC225: error('an unknown event'),
  SPEC226: error('an unknown module'),
  SPEC227: error('an unknown loop'),
  SPEC228: error('an unknown model'),
  SPEC229: error('an unknown function of another contract'),
  SPEC230: error('a region over an unknown claim or parameter'),
  SPEC231: error('an unknown unit'),
  SPEC232: error('something else than a storage slot far behind the declared variables'),

  SPEC301: error('a value of the wrong type'),
  SPEC302: error('operands that do not fit an operator'),
  SPEC303: error('a wrong number of arguments'),
  SPEC304: error('parameters or results that are not those of the function'),
  SPEC305: error('a division by zero'),
  SPEC306: warning('a comparison with a number outside the type'),
  SPEC307: error('a number outside the type'),
  SPEC308: error('a sum over something else than an access path'),
  SPEC309: error('an exponent that may be negative'),
  SPEC310: error('a function that changes state inside an expression'),
  SPEC311: error('a function in an expression without exactly one result'),
  SPEC312: error('a type conversion that specifications do not have'),
  SPEC313: error('values of different units'),
  SPEC314: error('an assignment to something else than a ghost variable'),
  SPEC315: error('something else than a place in storage'),
  SPEC316: error('a value that must be a constant'),

  SPEC401: error('`old` where there is no earlier state'),
  SPEC402: error('a transaction property where no transaction is in sight'),
  SPEC403: error('an outcome without a `try`'),
  SPEC404: error('a rule or function block that claims nothing'),
  SPEC405: error('an unknown saved state'),
  SPEC406: error('a saved-state access whose keys depend on the state'),
  SPEC407: warning('ether sent to a function that does not accept it'),
  SPEC408: warning('`old` without an effect'),
  SPEC409: error('a transaction inside an expression'),
  SPEC410: error('a call through a variable that is not linked'),
  SPEC411: error('a bound out of range'),
  SPEC412: error('a step that this kind of claim does not have'),
  SPEC413: error('a variable that cannot be made a parameter'),
  SPEC414: error('a condition that its own block changes'),
  SPEC415: error('a count of entries that were never written'),

  SPEC501: warning('a claim that holds whatever the code does'),
  SPEC502: warning('a claim that cannot hold'),
  SPEC503: error('assumptions that contradict each other'),
  SPEC504: warning('an assertion that no run reaches'),

  SPEC900: error('a construct that is not supported yet'),
} as const satisfies Readonly<Record<string, CodeEntry>>;

/** A code of the catalogue. */
export type SpecCode = keyof typeof specCodes;

/** What a diagnostic may carry besides code, place and message. */
export type DiagnosticExtras = Pick<Diagnostic, 'labels' | 'notes' | 'suggestion'>;

/** A diagnostic of the catalogue with the severity its code has there. */
export function specDiagnostic(
  code: SpecCode,
  location: Location | undefined,
  message: string,
  extras: DiagnosticExtras = {},
): Diagnostic {
  return { code, severity: specCodes[code].severity, message, location, ...extras };
}
