#!/usr/bin/env node
// Stands in for the native compiler that forge asks for: answers with the JavaScript build of the package `solc`.
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

const solc = createRequire(import.meta.url)('solc');
const options = process.argv.slice(2);
if (options.includes('--version')) {
  // forge reads the platform off this text and knows no Emscripten.
  console.log(
    `solc, the solidity compiler commandline interface\nVersion: ${solc.version().replace('Emscripten.clang', 'Linux.g++')}`,
  );
} else if (options.includes('--standard-json')) {
  process.stdout.write(solc.compile(await text(process.stdin)));
} else {
  console.error(`only --version and --standard-json are understood, not: ${options.join(' ')}`);
  process.exitCode = 1;
}
