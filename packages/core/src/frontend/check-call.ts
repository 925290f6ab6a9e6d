// Calls: functions by overload resolution, functions of the language, conversions, constructors, call options.
import type { Expression as Syntax } from './ast.js';
import type { BuiltinSignature } from './builtins.js';
import { argumentsOf, type CallSyntax } from './check-arguments.js';
import { checkBuiltinCall } from './check-builtin-call.js';
import { coerce, mistake, mistakeOperand } from './check-coerce.js';
import { type Place, report } from './check-context.js';
import { checkConversion } from './check-conversion.js';
import { candidateAbiSignature } from './check-functions.js';
import {
  builtinTypeString,
  type Candidate,
  candidateTypeString,
  isPoison,
  NO_OPTIONS,
  type Operand,
  valueOperand,
} from './check-operand.js';
import { structFields } from './check-types.js';
import { checkExpression, checkOperand } from './check-walk.js';
import { convertArguments, resolveOverload } from './overloads.js';
import { BYTES32, relocate, resultType, UINT256 } from './type-build.js';
import { functionString } from './type-string.js';
import type { CallOptions, Expression, Span } from './typed-program.js';
import type { Type } from './types.js';

/** A call of any kind. */
export function checkCall(place: Place, node: CallSyntax): Operand {
  const callee = checkOperand(place, node.callee);
  return checkCallOf(place, node, callee, NO_OPTIONS);
}

function checkCallOf(place: Place, node: CallSyntax, callee: Operand, options: CallOptions): Operand {
  const { span } = node;
  switch (callee.kind) {
    case 'poison':
      for (const argument of node.arguments) checkOperand(place, argument);
      return { ...callee, span };
    case 'options':
      return checkCallOf(place, node, callee.callee, mergeOptions(options, callee.options));
    case 'optionSetter': {
      const [argument] = node.arguments;
      if (argument === undefined || node.arguments.length !== 1) {
        return mistakeOperand(place, span, 'SOL323', `'${callee.option}' takes 1 argument`);
      }
      const amount = coerce(place, checkExpression(place, argument), UINT256);
      return {
        kind: 'options',
        callee: callee.callee,
        options: { ...NO_OPTIONS, [callee.option]: amount },
        span,
      };
    }
    case 'magic':
      return callee.name === 'type' ? metaType(place, node) : notCallable(place, node);
    case 'typeName':
      if (callee.type.kind === 'struct') return structConstructor(place, node, callee.type);
      return checkConversion(place, node, callee.type);
    case 'functions': {
      const resolved = resolveOverload(
        place,
        callee.candidates,
        candidateCallable,
        argumentsOf(place, node),
        callee.name,
      );
      if (resolved === undefined) return { kind: 'poison', code: 'SOL324', span };
      const { candidate } = resolved;
      observeCallee(place, node.callee, candidateTypeString(candidate), candidate.definition.id);
      const call = functionCall(place, candidate, resolved.arguments, options, span);
      return valueOperand(call);
    }
    case 'builtin':
      return checkBuiltinCall(place, node, callee, options, (signature: BuiltinSignature) =>
        observeCallee(place, node.callee, builtinTypeString(signature, callee.receiver), undefined),
      );
    case 'new':
      return newCall(place, node, callee, options);
    case 'errors': {
      const args = argumentsOf(place, node);
      const resolved = resolveOverload(place, callee.candidates, (c) => c.signature, args, 'the error');
      if (resolved === undefined) return { kind: 'poison', code: 'SOL324', span };
      const { definition, signature } = resolved.candidate;
      observeCallee(
        place,
        node.callee,
        functionString({ visibility: 'internal', ...signature }),
        definition.id,
      );
      return valueOperand({
        kind: 'call',
        call: { kind: 'errorValue', error: definition.id, arguments: resolved.arguments },
        type: resultType(signature.returns),
        span,
      });
    }
    case 'value':
      return valueCall(place, node, callee.expression, options);
    case 'events':
      return mistakeOperand(place, span, 'SOL328', `an event is raised with 'emit'`);
    default:
      return notCallable(place, node);
  }
}

function candidateCallable({ signature, receiver }: Candidate) {
  return receiver === undefined
    ? signature
    : { parameters: signature.parameters.slice(1), parameterNames: signature.parameterNames.slice(1) };
}

/** Tells the observer what an overloaded callee turned out to be, through parentheses and call options. */
function observeCallee(place: Place, callee: Syntax, type: string, reference: number | undefined): void {
  const { observe } = place.checker;
  if (observe === undefined) return;
  observe(callee.id, callee.span, type, reference);
  if (callee.kind === 'callOptions') observeCallee(place, callee.callee, type, reference);
  const [only] = callee.kind === 'tuple' ? callee.components : [];
  if (only !== undefined) observeCallee(place, only, type, reference);
}

function mergeOptions(outer: CallOptions, inner: CallOptions): CallOptions {
  return {
    value: outer.value ?? inner.value,
    gas: outer.gas ?? inner.gas,
    salt: outer.salt ?? inner.salt,
  };
}

/** `callee{value: v, gas: g, salt: s}`. */
export function checkCallOptions(place: Place, node: Extract<Syntax, { kind: 'callOptions' }>): Operand {
  const callee = checkOperand(place, node.callee);
  let options = NO_OPTIONS;
  for (const { name, value } of node.options) {
    const checked = checkExpression(place, value);
    switch (name.name) {
      case 'value':
      case 'gas':
        options = { ...options, [name.name]: coerce(place, checked, UINT256) };
        break;
      case 'salt':
        options = { ...options, salt: coerce(place, checked, BYTES32) };
        break;
      default:
        report(place.checker, name.span, 'SOL327', `there is no call option '${name.name}'`);
    }
  }
  return callee.kind === 'poison' ? callee : { kind: 'options', callee, options, span: node.span };
}

/** The call of a resolved function with converted arguments. */
export function functionCall(
  place: Place,
  candidate: Candidate,
  written: readonly Expression[],
  options: CallOptions,
  span: Span,
): Expression {
  const { access, definition, signature, receiver } = candidate;
  const [self] = signature.parameters;
  const all =
    receiver === undefined || self === undefined ? written : [coerce(place, receiver, self), ...written];
  const type = resultType(signature.returns);
  switch (access.kind) {
    case 'internal':
      if (hasOptions(options)) return mistake(place, span, 'SOL327', 'only external calls have call options');
      return {
        kind: 'call',
        call: { kind: 'internal', function: definition.id, dispatch: access.dispatch, arguments: all },
        type,
        span,
      };
    case 'external':
    case 'library':
      return {
        kind: 'call',
        call: {
          kind: 'external',
          target: access.base,
          declaration: definition.id,
          signature: candidateAbiSignature(place.checker, candidate),
          mutability: signature.mutability,
          returns: signature.returns,
          library: access.kind === 'library',
          arguments: all,
          options,
        },
        type,
        span,
      };
    case 'declaration':
      return mistake(
        place,
        span,
        'SOL329',
        `'${access.contract.name}' is not a base contract here: '${definition.name}' can be called on a value of it only`,
      );
    default:
      return access satisfies never;
  }
}

function hasOptions(options: CallOptions): boolean {
  return options.value !== undefined || options.gas !== undefined || options.salt !== undefined;
}

function valueCall(place: Place, node: CallSyntax, callee: Expression, options: CallOptions): Operand {
  const { span } = node;
  if (isPoison(callee)) return valueOperand({ ...callee, span });
  const { type } = callee;
  if (type.kind !== 'function') return notCallable(place, node);
  const callable = { parameters: type.parameters, parameterNames: type.parameters.map(() => '') };
  const args = convertArguments(place, callable, argumentsOf(place, node), 'the function');
  if (args === undefined) return { kind: 'poison', code: 'SOL323', span };
  const shared = { callee, functionType: type, arguments: args };
  if (type.visibility === 'internal' && hasOptions(options)) {
    return mistakeOperand(place, span, 'SOL327', 'only external calls have call options');
  }
  return valueOperand({
    kind: 'call',
    call:
      type.visibility === 'internal'
        ? { kind: 'internalValue', ...shared }
        : { kind: 'externalValue', ...shared, options },
    type: resultType(type.returns),
    span,
  });
}

function notCallable(place: Place, node: CallSyntax): Operand {
  return mistakeOperand(place, node.callee.span, 'SOL328', 'this cannot be called');
}

function metaType(place: Place, node: CallSyntax): Operand {
  const [argument] = node.arguments;
  if (argument === undefined || node.arguments.length !== 1) {
    return mistakeOperand(place, node.span, 'SOL323', `'type' takes 1 argument`);
  }
  const operand = checkOperand(place, argument);
  if (operand.kind === 'poison') return { ...operand, span: node.span };
  if (operand.kind === 'typeName') return { kind: 'metaType', type: operand.type, span: node.span };
  if (operand.kind === 'library') {
    return {
      kind: 'metaType',
      type: { kind: 'magic', name: `library ${operand.definition.name}` },
      span: node.span,
    };
  }
  return mistakeOperand(place, argument.span, 'SOL302', `'type(…)' needs the name of a type`);
}

function structConstructor(place: Place, node: CallSyntax, type: Extract<Type, { kind: 'struct' }>): Operand {
  const { checker } = place;
  const definition = checker.names.definition(type.declaration);
  if (definition?.kind !== 'struct') return { kind: 'poison', code: 'SOL302', span: node.span };
  // Members that are mappings cannot be given; before 0.7 they were left out of the constructor.
  const fields = structFields(checker, definition).filter((field) => field.type.kind !== 'mapping');
  const callable = {
    parameters: fields.map((field) => relocate(field.type, 'memory', false)),
    parameterNames: fields.map((field) => field.definition.name),
  };
  const args = convertArguments(place, callable, argumentsOf(place, node), definition.name);
  if (args === undefined) return { kind: 'poison', code: 'SOL323', span: node.span };
  return valueOperand({
    kind: 'call',
    call: { kind: 'structConstructor', declaration: definition.id, arguments: args },
    type: relocate(type, 'memory', false),
    span: node.span,
  });
}

function newCall(
  place: Place,
  node: CallSyntax,
  callee: Extract<Operand, { kind: 'new' }>,
  options: CallOptions,
): Operand {
  const args = convertArguments(place, callee.signature, argumentsOf(place, node), 'the constructor');
  if (args === undefined) return { kind: 'poison', code: 'SOL323', span: node.span };
  const { type, span } = { type: callee.type, span: node.span };
  const [length] = args;
  if (type.kind === 'contract') {
    return valueOperand({
      kind: 'call',
      call: { kind: 'new', contract: type.declaration, arguments: args, options },
      type,
      span,
    });
  }
  if (length === undefined) return { kind: 'poison', code: 'SOL323', span };
  return valueOperand({ kind: 'call', call: { kind: 'newArray', length }, type, span });
}

/** A call whose result is looked at by `emit` and `revert`: the candidates of its callee with the arguments converted. */
export function checkNamedCall(place: Place, node: CallSyntax, kind: 'events' | 'errors') {
  const callee = checkOperand(place, node.callee);
  if (callee.kind === 'poison') return undefined;
  if (callee.kind !== kind) {
    report(
      place.checker,
      node.callee.span,
      'SOL328',
      `this is not an ${kind === 'events' ? 'event' : 'error'}`,
    );
    return undefined;
  }
  const candidates: readonly {
    readonly definition: { readonly id: number; readonly name: string };
    readonly signature: Candidate['signature'];
  }[] = callee.candidates;
  const name = candidates[0]?.definition.name ?? '';
  const resolved = resolveOverload(place, candidates, (c) => c.signature, argumentsOf(place, node), name);
  if (resolved === undefined) return undefined;
  const { definition, signature } = resolved.candidate;
  observeCallee(place, node.callee, functionString({ visibility: 'internal', ...signature }), definition.id);
  place.checker.observe?.(node.id, node.span, kind === 'events' ? 'tuple()' : 'error', undefined);
  return { declaration: definition.id, arguments: resolved.arguments };
}
