// Runs the real command in a child process, in a temporary folder that a test fills.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Root of the repository. */
export const root = resolve(import.meta.dirname, '../..');

const launcher = join(root, 'packages/cli/bin/surety.js');

/** How a run ended. */
export interface Ended {
  readonly code: number | null;
  /** The signal that ended it, when no exit code did; a shell shows 128 + its number. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running command. */
export interface Running {
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** What it has printed so far, both streams. */
  readonly output: () => string;
  readonly ended: Promise<Ended>;
}

/** Starts `surety …words`; `env` is added to an environment without color settings. */
export function start(
  words: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Running {
  const { NO_COLOR: _n, FORCE_COLOR: _f, NODE_OPTIONS: _o, ...inherited } = process.env;
  const child = spawn(process.execPath, [launcher, ...words], { cwd: folder, env: { ...inherited, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr }));
  });
  return {
    pid: child.pid ?? -1,
    kill: (signal) => void child.kill(signal),
    output: () => stdout + stderr,
    ended,
  };
}

/** Runs `surety …words` to its end. */
export function surety(
  words: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return start(words, folder, env).ended;
}

/** A temporary folder with these files (`path` → text or bytes); `remove` deletes it. */
export function project(files: Readonly<Record<string, string | Uint8Array>>): {
  readonly folder: string;
  readonly write: (path: string, content: string | Uint8Array) => void;
  readonly remove: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'surety-cli-'));
  const write = (path: string, content: string | Uint8Array): void => {
    const absolute = join(folder, path);
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, content);
  };
  for (const [path, content] of Object.entries(files)) write(path, content);
  return { folder, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A bank that keeps its promise. */
export const BANK = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

contract Bank {
    mapping(address => uint256) public credits;

    function deposit() external payable {
        credits[msg.sender] += msg.value;
    }

    function withdraw(uint256 amount) external {
        require(credits[msg.sender] >= amount, "not enough credit");
        credits[msg.sender] -= amount;
        (bool ok,) = msg.sender.call{value: amount}("");
        require(ok, "refused");
    }
}
`;

/** A bank that pays before it books, so that a payee can come back for more. */
export const LEAKY_BANK = BANK.replace('        credits[msg.sender] -= amount;\n', '').replace(
  '        require(ok, "refused");\n',
  '        require(ok, "refused");\n        unchecked { credits[msg.sender] -= amount; }\n',
);

/** The claim about both banks. */
export const BANK_SPEC = `contract Bank from "./Bank.sol";

/// The bank's ether covers everything it owes.
invariant solvent: balance(this) >= sum(credits);
`;
