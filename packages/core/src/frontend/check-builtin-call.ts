// Calls of functions of the language: overloads, the `abi` family with its type arguments, `push`, `concat`.
import type { Expression as Syntax } from './ast.js';
import type { BuiltinSignature } from './builtins.js';
import { argumentsOf, type CallSyntax } from './check-arguments.js';
import { coerce, functionValue, mistakeOperand, toMobile } from './check-coerce.js';
import { constantInteger } from './check-constant.js';
import { type Place, report } from './check-context.js';
import { isPoison, NO_OPTIONS, type Operand, poisonExpression, valueOperand } from './check-operand.js';
import { checkExpression, checkOperand } from './check-walk.js';
import { convertArguments, resolveOverload } from './overloads.js';
import {
  ADDRESS_PAYABLE,
  BYTES_CALLDATA,
  BYTES_MEMORY,
  relocate,
  resultType,
  UINT256,
} from './type-build.js';
import { describeType } from './type-string.js';
import type { CallOptions, Expression, Span } from './typed-program.js';
import type { Type } from './types.js';

type BuiltinOperand = Extract<Operand, { kind: 'builtin' }>;

/** A call of a function of the language; `resolved` is told the signature chosen among overloads. */
export function checkBuiltinCall(
  place: Place,
  node: CallSyntax,
  callee: BuiltinOperand,
  options: CallOptions,
  resolved: (signature: BuiltinSignature) => void,
): Operand {
  const { span } = node;
  const [first] = callee.signatures;
  if (first === undefined) return { kind: 'poison', code: 'SOL328', span };
  if (first.name === 'abi.decode') return abiDecode(place, node, options);
  if (first.name === 'abi.encodeCall') return abiEncodeCall(place, node, options);
  if (first.variadic) return variadicCall(place, node, callee, first, options);
  const args = packedBefore05(place, first, argumentsOf(place, node));
  const callable = (signature: BuiltinSignature) => ({
    parameters: signature.parameters,
    parameterNames: signature.parameters.map(() => ''),
  });
  const match = resolveOverload(place, callee.signatures, callable, args, callee.name);
  if (match === undefined) return { kind: 'poison', code: 'SOL324', span };
  resolved(match.candidate);
  if (callee.name === 'erc7201') return namespaceCall(place, node);
  const { receiver } = callee;
  const { returns } = match.candidate;
  const type = lowLevelResult(place, match.candidate, returns);
  // `a.push()` gives a reference to the new element.
  const assignable = match.candidate.name === 'array.push' ? 'assignable' : 'notStored';
  return valueOperand(
    {
      kind: 'call',
      call: {
        kind: 'builtin',
        name: match.candidate.name,
        receiver,
        arguments: match.arguments,
        options,
        typeArguments: [],
      },
      type,
      span,
    },
    assignable,
  );
}

/** `erc7201("id")` of a constant text is a number. */
function namespaceCall(place: Place, node: CallSyntax): Operand {
  const { span } = node;
  const slot = constantInteger(place, node);
  if (slot !== undefined) return valueOperand({ kind: 'literal', value: slot, type: UINT256, span });
  report(place.checker, span, 'SOL905', "'erc7201' of a text that is not constant is not supported", {
    severity: 'warning',
  });
  return valueOperand(poisonExpression('SOL905', 'erc7201 of a computed text', span));
}

/** Before 0.5 low-level calls returned the success flag only. */
function lowLevelResult(place: Place, { name }: BuiltinSignature, returns: readonly Type[]): Type {
  const lowLevel =
    name === 'address.call' || name === 'address.delegatecall' || name === 'address.staticcall';
  const lowest = place.unit.version.lowest ?? '';
  return lowLevel && lowest.startsWith('0.4.') ? resultType(returns.slice(0, 1)) : resultType(returns);
}

/** Before 0.5 `keccak256(a, b)` packed its arguments as `abi.encodePacked` does; `x.call(a, b)`, which pads them, is refused. */
function packedBefore05(place: Place, signature: BuiltinSignature, args: ReturnType<typeof argumentsOf>) {
  const takesBytes = signature.parameters.length === 1 && signature.parameters[0]?.kind === 'bytes';
  const [only] = args.values;
  const fine =
    args.values.length === 1 && (only?.type.kind === 'bytes' || only?.type.kind === 'stringLiteral');
  if (!takesBytes || !place.facts.before05 || fine || args.values.some(isPoison)) return args;
  const name =
    signature.name === 'address.call' || signature.name === 'address.delegatecall' ? 'call' : 'hash';
  if (args.values.length === 0 && name === 'call') {
    const empty: Expression = {
      kind: 'literal',
      value: '',
      type: { kind: 'stringLiteral', bytes: '' },
      span: args.span,
    };
    return { ...args, values: [empty] };
  }
  if (name === 'hash' && args.names === undefined)
    return { ...args, values: [packed(place, args.values, args.span)] };
  report(
    place.checker,
    args.span,
    'SOL903',
    'a call with several or unpacked values (before 0.5) is not supported',
    { severity: 'warning' },
  );
  return { ...args, values: [poisonExpression('SOL903', 'unpacked call', args.span)] };
}

/** Literals take as many bytes as they need: `keccak256(97, 98)` hashes two bytes. */
function packed(place: Place, values: readonly Expression[], span: Span): Expression {
  return {
    kind: 'call',
    call: {
      kind: 'builtin',
      name: 'abi.encodePacked',
      receiver: undefined,
      arguments: values.map((value) => toMobile(place, value)),
      options: NO_OPTIONS,
      typeArguments: [],
    },
    type: BYTES_MEMORY,
    span,
  };
}

function variadicCall(
  place: Place,
  node: CallSyntax,
  callee: BuiltinOperand,
  signature: BuiltinSignature,
  options: CallOptions,
): Operand {
  const { span } = node;
  const values = node.arguments.map((argument) => checkExpression(place, argument));
  const bad = values.find(isPoison);
  if (bad !== undefined) return valueOperand({ ...bad, span });
  if (values.length < signature.parameters.length) {
    return mistakeOperand(
      place,
      span,
      'SOL323',
      `'${callee.name}' takes at least ${signature.parameters.length} argument`,
    );
  }
  const args = values.map((value, i) => {
    const parameter = signature.parameters[i];
    if (parameter !== undefined) return coerce(place, value, parameter);
    return variadicArgument(place, value, signature);
  });
  const failed = args.find(isPoison);
  if (failed !== undefined) return valueOperand({ ...failed, span });
  return valueOperand({
    kind: 'call',
    call: {
      kind: 'builtin',
      name: signature.name,
      receiver: undefined,
      arguments: args,
      options,
      typeArguments: [],
    },
    type: resultType(signature.returns),
    span,
  });
}

function variadicArgument(place: Place, value: Expression, signature: BuiltinSignature): Expression {
  switch (signature.name) {
    case 'bytes.concat':
      if (value.type.kind === 'fixedBytes' || value.type.kind === 'bytes') return value;
      return coerce(place, value, BYTES_MEMORY);
    case 'string.concat':
      if (value.type.kind === 'string') return value;
      return coerce(place, value, { kind: 'string', location: 'memory', pointer: false });
    case 'abi.encodePacked':
      if (value.type.kind !== 'rational') return toMobile(place, value);
      report(
        place.checker,
        value.span,
        'SOL306',
        `${describeType(value.type)} cannot be packed: its width is unclear`,
        {
          suggestion: `write the type, e.g. 'uint256(…)'`,
        },
      );
      return poisonExpression('SOL306', 'a literal in abi.encodePacked', value.span);
    default:
      return toMobile(place, value);
  }
}

function abiDecode(place: Place, node: CallSyntax, options: CallOptions): Operand {
  const { span } = node;
  const [data, types] = node.arguments;
  if (data === undefined || types === undefined || node.arguments.length !== 2) {
    return mistakeOperand(
      place,
      span,
      'SOL323',
      `'abi.decode' takes the data and a list of types in parentheses`,
    );
  }
  const value = checkExpression(place, data);
  const decoded = types.kind === 'tuple' ? types.components : undefined;
  if (decoded === undefined)
    return mistakeOperand(place, types.span, 'SOL302', 'types in parentheses are expected here');
  const typeArguments: Type[] = [];
  for (const component of decoded) {
    const type = component === undefined ? undefined : typeArgument(place, component);
    if (type === undefined) return { kind: 'poison', code: 'SOL302', span };
    typeArguments.push(type);
  }
  const names = typeArguments.map((type): Type => ({ kind: 'typeName', type }));
  observeTypes(place, types, names);
  if (isPoison(value)) return valueOperand({ ...value, span });
  const argument =
    value.type.kind === 'bytes' && value.type.location === 'calldata'
      ? coerce(place, value, BYTES_CALLDATA)
      : coerce(place, value, BYTES_MEMORY);
  if (isPoison(argument)) return valueOperand({ ...argument, span });
  const results = typeArguments.map(decodedType);
  return valueOperand({
    kind: 'call',
    call: {
      kind: 'builtin',
      name: 'abi.decode',
      receiver: undefined,
      arguments: [argument],
      options,
      typeArguments: results,
    },
    type: resultType(results),
    span,
  });
}

/** Decoded values live in memory, and decoded addresses are payable, as in solc. */
function decodedType(type: Type): Type {
  if (type.kind === 'address') return ADDRESS_PAYABLE;
  // Through storage, so that the elements of a type already in memory move as well.
  return relocate(relocate(type, 'storage', false), 'memory', false);
}

function typeArgument(place: Place, syntax: Syntax): Type | undefined {
  const operand = checkOperand(place, syntax);
  if (operand.kind === 'typeName') return operand.type;
  if (operand.kind !== 'poison') report(place.checker, syntax.span, 'SOL302', 'a type is expected here');
  return undefined;
}

function observeTypes(place: Place, node: Syntax, names: readonly Type[]): void {
  const { observe } = place.checker;
  if (observe === undefined) return;
  const texts = resultType(names);
  observe(
    node.id,
    node.span,
    texts.kind === 'tuple' ? tupleText(texts.components) : describeName(texts),
    undefined,
  );
}

function tupleText(components: readonly (Type | undefined)[]): string {
  return `tuple(${components.map((c) => (c === undefined ? '' : describeName(c))).join(',')})`;
}

function describeName(type: Type): string {
  return type.kind === 'typeName' ? `type(${describeType(type.type)})` : describeType(type);
}

function abiEncodeCall(place: Place, node: CallSyntax, options: CallOptions): Operand {
  const { span } = node;
  const [target, values] = node.arguments;
  if (target === undefined || values === undefined || node.arguments.length !== 2) {
    return mistakeOperand(
      place,
      span,
      'SOL323',
      `'abi.encodeCall' takes a function and its arguments in parentheses`,
    );
  }
  const operand = checkOperand(place, target);
  const written = values.kind === 'tuple' ? values.components.filter((c) => c !== undefined) : [values];
  const args = written.map((argument) => checkExpression(place, argument));
  if (place.checker.observe !== undefined && values.kind === 'tuple') checkOperand(place, values);
  if (operand.kind === 'poison') return { ...operand, span };
  let callee: Expression;
  let parameters: readonly Type[];
  if (operand.kind === 'functions') {
    const [only] = operand.candidates;
    if (only === undefined || operand.candidates.length > 1) {
      return mistakeOperand(
        place,
        target.span,
        'SOL321',
        `'${operand.name}' names several functions; it is unclear which is meant`,
      );
    }
    callee = functionValue(place, only, target.span);
    parameters = only.signature.parameters;
  } else if (operand.kind === 'value' && operand.expression.type.kind === 'function') {
    callee = operand.expression;
    parameters = operand.expression.type.parameters;
  } else {
    return mistakeOperand(place, target.span, 'SOL328', 'a function of a contract is expected here');
  }
  const callable = {
    parameters: parameters.map((type) =>
      'location' in type && type.location === 'calldata' ? relocate(type, 'memory', false) : type,
    ),
    parameterNames: [],
  };
  const converted = convertArguments(
    place,
    callable,
    { values: args, names: undefined, span },
    'the function',
  );
  if (converted === undefined) return { kind: 'poison', code: 'SOL323', span };
  return valueOperand({
    kind: 'call',
    call: {
      kind: 'builtin',
      name: 'abi.encodeCall',
      receiver: callee,
      arguments: converted,
      options,
      typeArguments: [],
    },
    type: BYTES_MEMORY,
    span,
  });
}
