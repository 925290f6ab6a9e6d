// Public surface of the package, listed name by name.
export { TermBank } from './term/bank.js';
export { euclideanDiv, euclideanMod, OPERATORS, type Operator, type OperatorInfo, operatorInfo } from './term/operators.js';
export {
  type ArraySort, arraySort, BOOL, type BitvecSort, type BoolSort, BYTES, type BytesSort, bitvecSort, INT, type IntSort,
  printSort, type Sort, sortEquals, type UninterpretedSort, uninterpretedSort,
} from './term/sort.js';
export { substitute } from './term/substitute.js';
export {
  type Apply, type BitvecLiteral, type BoolLiteral, type BytesLiteral, booleanValue, type Call, children, type FunctionSymbol,
  type IntLiteral, type Ite, integerValue, type Literal, type Quantifier, type Symbol_, type Term,
} from './term/term.js';
export { type ArrayValue, arraySelect, arrayStore, completeValue, constantArray, type Opaque, type Value, valueKey, valuesEqual } from './term/value.js';
export { freeSymbols, functionSymbols, termSize, visitTerms } from './term/visit.js';
