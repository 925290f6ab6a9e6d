// The attacking contracts of a trace in Solidity: what each does at each incoming call, as the recorded run has it.
import { FORCE, type PuppetBehavior, type ReplayPlan, type ReplayStep } from '@surety/core';

type Puppet = ReplayPlan['puppets'][number];

/** A call that an attacking contract makes. */
export type NestedCall = Extract<PuppetBehavior, { kind: 'reenter' }>['calls'][number];

/** An attacking contract with the name of its type. */
export interface Attacker {
  readonly type: string;
  readonly puppet: Puppet;
}

/** How an attacker writes addresses and call data. */
export interface AttackerWriter {
  readonly address: (address: bigint) => string;
  readonly data: (call: NestedCall) => string;
  readonly selector: (signature: string) => string;
}

/**
 * The base of all attackers: counts the calls it gets once the attack has begun, and plays its part in each. It has what
 * the steps of the run need.
 */
export function accompliceText(steps: readonly ReplayStep[]): string {
  const transactions = steps.filter((step) => step.kind === 'transaction');
  let text = ACCOMPLICE;
  const keep = (name: string, wanted: boolean): void => {
    text = wanted
      ? text.replace(new RegExp(`^ *// [+-]${name}\\n`, 'gm'), '')
      : text.replace(new RegExp(`^ *// \\+${name}\\n[\\s\\S]*?// -${name}\\n`, 'gm'), '');
  };
  keep(
    'refuses',
    transactions.some((step) => (step.refuses ?? []).length > 0),
  );
  keep(
    'jumps',
    transactions.some((step) => step.scripts !== undefined),
  );
  return text;
}

const ACCOMPLICE = `/// A contract that follows a script from the moment it is told to.
abstract contract Accomplice {
    address internal test;
    address[] internal party;
    uint256 private met;
    // +refuses
    bool private refusing;
    // -refuses

    function suretyBegin(address test_, address[] calldata party_) external {
        test = test_;
        party = party_;
    }

    // +jumps
    /// Goes on after so many calls.
    function suretyAt(uint256 met_) external {
        met = met_;
    }

    // -jumps
    // +refuses
    /// From now on it refuses, or takes, calls with the gas of a transfer.
    function suretyRefuse(bool refusing_) external {
        refusing = refusing_;
    }

    // -refuses
    /// Counts in a call of its own, because in a static call it fails.
    function suretyCount() external {
        require(msg.sender == address(this));
        met++;
    }

    receive() external payable {
        _incoming();
    }

    fallback(bytes calldata data) external payable returns (bytes memory) {
        if (test != address(0) && data.length >= 4) {
            (bool known, bytes memory reply) = _reply(bytes4(data));
            if (known) return reply;
        }
        return _incoming();
    }

    function _incoming() private returns (bytes memory) {
        // With the gas of a transfer there is nothing it can do.
        // +refuses
        if (gasleft() < 20_000) require(!refusing);
        // -refuses
        if (gasleft() < 20_000 || test == address(0)) return "";
        try this.suretyCount() {} catch { return ""; }
        uint256 number = met;
        IObserver(test).observe();
        return _act(number);
    }

    function _call(address to, uint256 value, bytes memory data) internal {
        (bool ok, ) = to.call{value: value}(data);
        ok;
    }

    /// Ether that nobody can refuse.
    function _force(address to, uint256 value) internal {
        if (address(this).balance >= value) new Destroyed{value: value}(payable(to));
    }

    /// What it does at the call with this number, from 1.
    function _act(uint256 number) internal virtual returns (bytes memory);

    /// What it answers to questions.
    function _reply(bytes4) internal virtual returns (bool, bytes memory) {
        return (false, "");
    }
}

contract Destroyed {
    constructor(address payable heir) payable {
        selfdestruct(heir);
    }
}

interface IObserver {
    function observe() external;
}
`;

/** The contract of an attacker. */
export function attackerText({ type, puppet }: Attacker, writer: AttackerWriter): string {
  const acts = puppet.behaviors.flatMap((behavior, i) => {
    const body = actLines(behavior, writer);
    return body.length === 0 ? [] : [`        if (number == ${i + 1}) {`, ...body, '        }'];
  });
  const replies = (puppet.replies ?? []).map(
    ({ function: signature, returnData }) =>
      `        if (selector == ${writer.selector(signature)}) return (true, hex"${returnData}"); // ${signature}`,
  );
  return [
    `contract ${type} is Accomplice {`,
    `    function _act(uint256${acts.length === 0 ? '' : ' number'}) internal override returns (bytes memory) {`,
    ...acts,
    '        return "";',
    '    }',
    ...(replies.length === 0
      ? []
      : [
          '',
          '    function _reply(bytes4 selector) internal override returns (bool, bytes memory) {',
          ...replies,
          '        return (false, "");',
          '    }',
        ]),
    '}',
    '',
  ].join('\n');
}

function actLines(behavior: PuppetBehavior, writer: AttackerWriter): readonly string[] {
  const margin = '            ';
  switch (behavior.kind) {
    case 'accept':
      return behavior.returnData === '' ? [] : [`${margin}return hex"${behavior.returnData}";`];
    case 'revert':
      return [`${margin}revert("refused");`];
    case 'reenter':
      return [
        ...behavior.calls.map((call) =>
          call.function === FORCE
            ? `${margin}_force(${writer.address(call.to)}, ${call.value});`
            : `${margin}_call(${writer.address(call.to)}, ${call.value}, ${writer.data(call)});`,
        ),
        `${margin}return ${behavior.returnData === '' ? '""' : `hex"${behavior.returnData}"`};`,
      ];
    default:
      return behavior satisfies never;
  }
}
