// Names and members to what they mean: variables of the specification, state, environment values, contracts, enums.
import { suggestName } from '../diagnostics/suggest.js';
import type { TextSpan } from '../source/source-file.js';
import type { Expression, Name } from '../syntax/ast.js';
import {
  builtinFunctions,
  type EnvironmentValue,
  environmentValues,
  models,
  qualifiedValues,
} from './builtins.js';
import { checkDefinition, checkGhost } from './check-definitions.js';
import { complain, type ExpressionContext, locate, lookup } from './context.js';
import { knownNames } from './known-names.js';
import { addressType, boolType, describeType, isAddress, uint256Type } from './type-rules.js';
import type { ContractBinding, SpecExpression } from './typed-ast.js';

type Checked = SpecExpression | undefined;

const callMembers = ['number', 'timestamp', 'sender', 'value', 'origin'] as const;

/** The meaning of a bare name: variable of the specification first, then state, built-in value, contract. */
export function checkName(context: ExpressionContext, name: string, span: TextSpan): Checked {
  const location = locate(context, span);
  const entry = lookup(context.scope, name);
  if (entry?.kind === 'variable') {
    context.spec.used.add(entry.variable);
    const { type } = entry.variable;
    if (type.kind === 'block') {
      return complain(context, 'SPEC301', span, `'${name}' is a call, not a value`, {
        suggestion: `write \`${name}.sender\`, \`${name}.value\`, \`${name}.number\`, \`${name}.timestamp\` or \`${name} is f\``,
      });
    }
    return { kind: 'variable', variable: entry.variable, type, location };
  }
  if (entry?.kind === 'state') {
    return complain(context, 'SPEC301', span, `'${name}' is a saved state, not a value`, {
      suggestion: `write \`${name}.x\` for the value of \`x\` in that state`,
    });
  }
  if (entry?.kind === 'failed') return undefined;
  if (entry?.kind === 'value') return { ...entry.expression, location };
  if (entry?.kind === 'tree') {
    return context.check(
      { ...entry.context, place: context.place, expanding: context.expanding },
      entry.tree,
    );
  }
  if (entry?.kind === 'loopLocal') return { kind: 'loopLocal', name, type: entry.type, location };
  if (entry?.kind === 'key') {
    return complain(
      context,
      'SPEC308',
      span,
      `'${name}' can only be used once, as a key of the summed mapping, and not in calls`,
    );
  }
  if (context.spec.ghosts.has(name)) return checkGhost(context, name, span);
  const definition = context.spec.definitions.get(name);
  if (definition !== undefined) return checkDefinition(context, definition, undefined, span);
  const value = environmentValues.get(name);
  const hasState = context.contract.environment.variables.some((variable) => variable.name === name);
  if (hasState && value !== undefined) {
    return complain(context, 'SPEC210', span, `'${name}' is both a state variable and a built-in name`, {
      suggestion: `write \`${context.contract.alias}.${name}\` for the variable or \`${value.qualified}\` for the built-in`,
    });
  }
  if (hasState) return checkStateVariable(context, context.contract, name, span);
  if (value !== undefined) return environmentValue(context, value, name, span);
  if (name === 'succeeded' || name === 'reverted') {
    if (!context.place.outcome) {
      return complain(context, 'SPEC403', span, `'${name}' needs a call with 'try' before it`);
    }
    return { kind: 'outcome', outcome: name, type: boolType, location };
  }
  const binding = context.spec.bindings.get(name);
  if (binding !== undefined) {
    if (binding === context.contract)
      return { kind: 'environment', name: 'this', type: addressType, location };
    return { kind: 'instance', contract: binding.alias, type: addressType, location };
  }
  if (context.spec.failed.has(name)) return undefined;
  const { environment } = context.contract;
  const functions = environment.functions.filter((each) => each.name === name);
  if (functions.length > 0 && functions.every(({ returns }) => returns.length === 0)) {
    // A variable of a similar name was meant, `refunds` for `refund`.
    const variables = environment.variables.map((each) => each.name);
    return complain(
      context,
      'SPEC209',
      span,
      `'${name}' is a function of ${environment.name} and has no value`,
      {
        ...suggestName(name, variables),
      },
    );
  }
  if (functions.length > 0) {
    return complain(
      context,
      'SPEC209',
      span,
      `'${name}' is a function of ${environment.name} and needs arguments`,
      {
        suggestion: `write \`${name}(…)\``,
      },
    );
  }
  if (builtinFunctions.has(name)) {
    return complain(context, 'SPEC209', span, `'${name}' is a built-in function`, {
      suggestion: `write \`${builtinFunctions.get(name)}\``,
    });
  }
  return complain(context, 'SPEC209', span, `unknown name '${name}'`, meantBy(context, name));
}

/** What an unknown name probably is. */
function meantBy(context: ExpressionContext, name: string): { readonly suggestion?: string } {
  if (name === '_')
    return {
      suggestion:
        'only an argument of a call and its ether can be left open: make it a parameter of the claim',
    };
  const results = context.place.unnamed ?? [];
  if (results.some((result) => result.name === name)) {
    const list = results.map((result) => `${describeType(result.type)} ${result.name}`.trimEnd()).join(', ');
    return { suggestion: `results are named after the parameters: \`returns (${list})\`` };
  }
  return suggestName(name, knownNames(context));
}

function environmentValue(
  context: ExpressionContext,
  value: EnvironmentValue,
  written: string,
  span: TextSpan,
): Checked {
  const { transaction, looked } = context.place;
  const known = transaction || (looked === true && value.name.startsWith('block.'));
  if (value.name !== 'this' && !known) {
    return complain(context, 'SPEC402', span, `'${written}' cannot be used in ${context.place.what}`, {
      notes: ['it belongs to a transaction, and here none is in sight'],
      ...(context.place.help === undefined ? {} : { suggestion: context.place.help }),
    });
  }
  return { kind: 'environment', name: value.name, type: value.type, location: locate(context, span) };
}

/** A state variable by name; `declaredIn` selects among bases that each have one. */
function checkStateVariable(
  context: ExpressionContext,
  binding: ContractBinding,
  name: string,
  span: TextSpan,
  declaredIn?: string,
): Checked {
  const all = binding.environment.variables.filter((variable) => variable.name === name);
  const own = all.filter((variable) => variable.declaredIn === declaredIn);
  const [variable, ...others] = own.length > 0 ? own : all;
  if (variable === undefined) return undefined;
  if (others.length > 0) {
    const places = [variable, ...others];
    return complain(
      context,
      'SPEC210',
      span,
      `${binding.environment.name} has ${places.length} variables called '${name}'`,
      {
        labels: places.map((each) => ({ location: each.location, text: `declared in ${each.declaredIn}` })),
        suggestion: `write ${places.map((each) => `\`${each.declaredIn}.${name}\``).join(' or ')}`,
      },
    );
  }
  return {
    kind: 'state',
    contract: binding.alias,
    variable,
    type: variable.type,
    location: locate(context, span),
  };
}

/** `base.member`: of saved states, blocks, contracts, bases and enums by name; of structs, arrays and addresses by value. */
export function checkMember(
  context: ExpressionContext,
  base: Expression,
  member: Name,
  span: TextSpan,
): Checked {
  if (base.kind === 'name') {
    const named = checkNamedMember(context, base.name, base, member, span);
    if (named !== 'value') return named;
  }
  if (
    base.kind === 'member' &&
    base.base.kind === 'name' &&
    lookup(context.scope, base.base.name) === undefined
  ) {
    // `Alias.Base.x` and `Alias.State.Open`.
    const binding = context.spec.bindings.get(base.base.name);
    if (binding !== undefined) {
      const inner = memberOfScope(context, binding, base.member.text, member, span);
      if (inner !== 'none') return inner;
    }
  }
  const value = context.check(context, base);
  return value === undefined ? undefined : checkValueMember(context, value, member, span);
}

/** Members of what is not a value; `value` when the base is one. */
function checkNamedMember(
  context: ExpressionContext,
  name: string,
  baseSpan: TextSpan,
  member: Name,
  span: TextSpan,
): Checked | 'value' {
  const location = locate(context, span);
  const entry = lookup(context.scope, name);
  if (entry?.kind === 'failed') return undefined;
  if (entry?.kind === 'state') {
    const ghost = checkGhost(context, member.text, member);
    if (ghost !== undefined)
      return { kind: 'inState', state: name, operand: ghost, type: ghost.type, location };
    const operand = checkStateVariable(
      context,
      context.contract,
      member.text,
      member,
      context.contract.environment.name,
    );
    if (operand === undefined) {
      if (context.contract.environment.variables.some((each) => each.name === member.text)) return undefined;
      return unknownMember(
        context,
        member,
        `'${member.text}' in a saved state`,
        variableNames(context.contract),
      );
    }
    return { kind: 'inState', state: name, operand, type: operand.type, location };
  }
  if (entry?.kind === 'variable' && entry.variable.type.kind === 'block') {
    context.spec.used.add(entry.variable);
    const found = callMembers.find((each) => each === member.text);
    if (found !== undefined) {
      const type = found === 'sender' || found === 'origin' ? addressType : uint256Type;
      return { kind: 'blockMember', block: entry.variable, member: found, type, location };
    }
    return unknownMember(context, member, `member '${member.text}' of a call`, callMembers);
  }
  if (context.spec.ghosts.has(name) || context.spec.definitions.has(name)) return 'value';
  if (entry !== undefined || context.contract.environment.variables.some((each) => each.name === name))
    return 'value';
  const qualified = qualifiedValues.get(`${name}.${member.text}`);
  if (qualified !== undefined) return environmentValue(context, qualified, qualified.qualified, span);
  if (name === 'msg' || name === 'tx' || name === 'block') {
    const members = [...qualifiedValues.keys()]
      .filter((key) => key.startsWith(`${name}.`))
      .map((key) => key.slice(name.length + 1));
    return unknownMember(context, member, `member '${member.text}' of '${name}'`, members);
  }
  const binding = context.spec.bindings.get(name);
  if (context.spec.failed.has(name)) return undefined;
  const inOwn = memberOfScope(context, context.contract, name, member, span, binding);
  if (inOwn !== 'none') return inOwn;
  if (binding === undefined) return 'value';
  const variable = checkStateVariable(context, binding, member.text, span, binding.environment.name);
  if (variable !== undefined) return variable;
  if (binding.environment.variables.some((each) => each.name === member.text)) return undefined;
  if (member.text === 'balance') return 'value';
  if (binding.environment.functions.some((each) => each.name === member.text)) {
    return complain(
      context,
      'SPEC209',
      member,
      `'${member.text}' is a function of ${binding.environment.name} and needs arguments`,
      {
        suggestion: `write \`${name}.${member.text}(…)\``,
      },
    );
  }
  if (binding.environment.enums.some((each) => each.name === member.text)) {
    return complain(context, 'SPEC209', baseSpan, `'${member.text}' is an enum, not a value`, {
      suggestion: `write \`${name}.${member.text}.Member\``,
    });
  }
  return unknownMember(
    context,
    member,
    `state variable '${member.text}' of ${binding.environment.name}`,
    variableNames(binding),
  );
}

/** `Base.x` and `State.Open` within a contract; `rival` is another bound contract that the same name could mean. */
function memberOfScope(
  context: ExpressionContext,
  binding: ContractBinding,
  name: string,
  member: Name,
  span: TextSpan,
  rival?: ContractBinding,
): Checked | 'none' {
  const { environment } = binding;
  const enumeration = environment.enums.find((each) => each.name === name || each.name.endsWith(`.${name}`));
  if (enumeration !== undefined) {
    const index = enumeration.members.indexOf(member.text);
    if (index === -1)
      return unknownMember(context, member, `member '${member.text}' of enum ${name}`, enumeration.members);
    const type = { kind: 'enum', name: enumeration.name, members: enumeration.members } as const;
    return { kind: 'enumMember', index, type, location: locate(context, span) };
  }
  const bases = environment.variables.filter((each) => each.declaredIn === name);
  if (bases.length === 0) return 'none';
  if (rival !== undefined && rival !== binding) {
    return complain(
      context,
      'SPEC210',
      span,
      `'${name}' is both a base of ${environment.name} and a contract of its own`,
      {
        suggestion: 'bind the other contract under another name: `contract Other = …`',
      },
    );
  }
  // The contract's own name offers all its variables; that is left to the rules for contracts.
  if (rival === binding) return 'none';
  const variable = bases.find((each) => each.name === member.text);
  if (variable !== undefined) {
    return {
      kind: 'state',
      contract: binding.alias,
      variable,
      type: variable.type,
      location: locate(context, span),
    };
  }
  return unknownMember(
    context,
    member,
    `state variable '${member.text}' of ${name}`,
    bases.map((each) => each.name),
  );
}

function checkValueMember(
  context: ExpressionContext,
  base: SpecExpression,
  member: Name,
  span: TextSpan,
): Checked {
  const location = locate(context, span);
  const { type } = base;
  if (type.kind === 'struct') {
    const field = type.fields.find(({ name }) => name === member.text);
    if (field === undefined) {
      return unknownMember(
        context,
        member,
        `field '${member.text}' of struct ${type.name}`,
        type.fields.map(({ name }) => name),
      );
    }
    return throughState(base, (inner) => ({
      kind: 'field',
      base: inner,
      field: field.name,
      type: field.type,
      location,
    }));
  }
  if (member.text === 'length' && (type.kind === 'array' || type.kind === 'bytes')) {
    if (type.kind === 'array' && type.length !== undefined) {
      return { kind: 'literal', value: BigInt(type.length), type: uint256Type, location };
    }
    return throughState(base, (inner) => ({ kind: 'length', base: inner, type: uint256Type, location }));
  }
  if (isAddress(type)) {
    if (member.text === 'balance') return { kind: 'balance', address: base, type: uint256Type, location };
    const target = linkedContract(context, base);
    if (target !== undefined) {
      const variable = checkStateVariable(context, target, member.text, span, target.environment.name);
      if (variable !== undefined) return variable;
      return unknownMember(
        context,
        member,
        `state variable '${member.text}' of ${target.environment.name}`,
        variableNames(target),
      );
    }
  }
  if (type.kind === 'contract') return outsideStorage(context, base, type.name, member);
  return complain(context, 'SPEC213', member, `${describeType(type)} has no member '${member.text}'`);
}

/** `token.balanceOf[a]` of a token that is neither linked nor modeled: nothing is known of its storage. */
function outsideStorage(
  context: ExpressionContext,
  base: SpecExpression,
  type: string,
  member: Name,
): undefined {
  const { alias, environment } = context.contract;
  const name = base.kind === 'state' ? base.variable.name : undefined;
  const model = models.find((each) => type.toUpperCase().includes(each));
  const answers = environment.functionsOf(type).some((each) => each.name === member.text);
  return complain(
    context,
    'SPEC213',
    member,
    `${name === undefined ? `this ${type}` : `'${name}'`} is outside: only storage of contracts of the specification is read or watched`,
    {
      ...(answers
        ? { notes: [`what it would answer can be asked: \`${name ?? 'x'}.${member.text}(…)\``] }
        : {}),
      ...(name === undefined
        ? {}
        : {
            suggestion: `bind and link it: \`link ${alias}.${name} to …;\`${model === undefined ? '' : `, or say what it is: \`assume ${name} is ${model};\``}`,
          }),
    },
  );
}

/** The contract that a state variable was linked to. */
export function linkedContract(
  context: ExpressionContext,
  base: SpecExpression,
): ContractBinding | undefined {
  if (base.kind !== 'state') return undefined;
  const link = context.spec.links.find(
    (each) => each.contract === base.contract && each.variable === base.variable,
  );
  return link === undefined ? undefined : context.spec.bindings.get(link.target);
}

/** Builds on a value; on one of a saved state, inside the `inState`, so that whole access paths are read there. */
export function throughState(
  base: SpecExpression,
  build: (inner: SpecExpression) => SpecExpression,
): SpecExpression {
  if (base.kind !== 'inState') return build(base);
  const operand = build(base.operand);
  return { kind: 'inState', state: base.state, operand, type: operand.type, location: operand.location };
}

function unknownMember(
  context: ExpressionContext,
  member: Name,
  what: string,
  known: readonly string[],
): undefined {
  if (member.text === '') return undefined;
  return complain(context, 'SPEC213', member, `there is no ${what}`, suggestName(member.text, known));
}

function variableNames(binding: ContractBinding): readonly string[] {
  return binding.environment.variables.map(({ name }) => name);
}
