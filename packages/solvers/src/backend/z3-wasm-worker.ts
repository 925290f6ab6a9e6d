// Worker thread entry: one Z3 instance in WASM, answering one query at a time, synchronously.
// The low-level exports are used directly: text in, text out, one context per query, deleted after (leak-free).
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { FOLLOW_UP, readVerdict } from './query.js';
import type { WorkerReply, WorkerRequest } from './worker-protocol.js';

interface Z3Module {
  readonly HEAPU8: Uint8Array;
  readonly _malloc: (size: number) => number;
  readonly _free: (pointer: number) => void;
  readonly UTF8ToString: (pointer: number) => string;
  readonly ccall: (
    name: string,
    result: string,
    argumentTypes: readonly string[],
    args: readonly string[],
  ) => unknown;
  readonly _Z3_mk_config: () => number;
  readonly _Z3_del_config: (config: number) => void;
  readonly _Z3_mk_context: (config: number) => number;
  readonly _Z3_del_context: (context: number) => void;
  readonly _set_noop_error_handler: (context: number) => void;
  readonly _Z3_global_param_reset_all: () => void;
  readonly _Z3_eval_smtlib2_string: (context: number, text: number) => number;
}

interface ModuleOverrides {
  readonly instantiateWasm: (imports: object, success: (instance: object, module: object) => void) => object;
  readonly print: (text: string) => void;
  readonly printErr: (text: string) => void;
}

declare const WebAssembly: { instantiate(module: object, imports: object): Promise<object> };

interface Z3WorkerData {
  readonly module: object;
  /** The instance has 2 GiB; a lower ceiling turns many exhaustions into a clean "out of memory". */
  readonly memoryMegabytes: number;
}

const { module: compiled, memoryMegabytes } = workerData as Z3WorkerData;

async function start(): Promise<(request: WorkerRequest) => void> {
  const port = parentPort;
  if (port === null) throw new Error('this file is a worker thread entry');
  const reply = (message: WorkerReply): void => port.postMessage(message);
  const initialize = createRequire(import.meta.url)('z3-solver/build/z3-built.js') as (
    overrides: ModuleOverrides,
  ) => Promise<Z3Module>;
  const z3 = await initialize({
    instantiateWasm: (imports, success) => {
      // A failure surfaces as an unhandled rejection, which ends the worker: the pool sees that.
      void WebAssembly.instantiate(compiled, imports).then((instance) => success(instance, compiled));
      return {};
    },
    print: () => {},
    printErr: () => {},
  });
  reply({ kind: 'ready' });
  return (request) => {
    try {
      answer(z3, request, reply);
    } catch (error) {
      reply(describeDeath(error, z3));
    }
  };
}

// The exit code of Z3 for exhausted memory (ERR_MEMOUT).
const MEMORY_EXIT_STATUS = 101;

// Emscripten throws RuntimeError for an abort and an ExitStatus object, which is no Error, for a call of exit().
function describeDeath(error: unknown, z3: Z3Module): WorkerReply {
  if (typeof error === 'object' && error !== null && 'status' in error && error.status === MEMORY_EXIT_STATUS)
    return { kind: 'failed', message: 'out of memory', outOfMemory: true };
  const message =
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  if (/memory/i.test(message)) return { kind: 'failed', message, outOfMemory: true };
  // Under the ceiling Z3 mostly ends in a bare abort(); a heap that has grown this far tells why.
  return heapReached(z3, HIGH_HEAP_BYTES)
    ? { kind: 'failed', message: `out of memory: ${message}`, outOfMemory: true }
    : { kind: 'failed', message, outOfMemory: false };
}

// Five sixths of the ceiling.
const HIGH_HEAP_BYTES = memoryMegabytes * 2 ** 20 * 0.83;
const HEAP_SAMPLE_BYTES = 2 ** 22;

// The heap grows upward from zeroed memory, so anything written at an address means that it got there.
// Only the view is read: no call into an aborted instance is safe.
function heapReached(z3: Z3Module, address: number): boolean {
  return z3.HEAPU8.subarray(address, address + HEAP_SAMPLE_BYTES).some((byte) => byte !== 0);
}

function answer(z3: Z3Module, request: WorkerRequest, reply: (message: WorkerReply) => void): void {
  const context = createContext(z3);
  const output = evaluate(z3, context, request.text);
  const verdict = readVerdict(output);
  const spent = spentBy(evaluate(z3, context, '(get-info :rlimit)'));
  if (verdict === 'unsat' && request.coreText !== undefined) {
    reply({ kind: 'provisional', output });
    z3._Z3_del_context(context);
    const second = createContext(z3);
    const secondOutput = evaluate(z3, second, request.coreText);
    // The second run uses another engine and may give up; the first proof stands.
    if (readVerdict(secondOutput) === 'unsat')
      reply({ kind: 'done', output, followUp: evaluate(z3, second, FOLLOW_UP.unsat), ...spent });
    // An empty answer, unlike none, says that the budget of the core was used up: that can be remembered.
    else reply({ kind: 'done', output, followUp: '', ...spent });
    z3._Z3_del_context(second);
    return;
  }
  const question =
    verdict === 'unknown' || (verdict === 'sat' && request.wantModel) ? FOLLOW_UP[verdict] : undefined;
  const followUp = question === undefined ? undefined : evaluate(z3, context, question);
  z3._Z3_del_context(context);
  reply({ kind: 'done', output, ...(followUp === undefined ? {} : { followUp }), ...spent });
}

/** What a check spent, in the units of `rlimit`. */
function spentBy(info: string): { readonly spent?: number } {
  const [, units] = /:rlimit (\d+)/.exec(info) ?? [];
  return units === undefined ? {} : { spent: Number(units) };
}

// `(set-option ..)` sets parameters of the whole instance: without a reset they leak into later queries.
function createContext(z3: Z3Module): number {
  z3._Z3_global_param_reset_all();
  z3.ccall('Z3_global_param_set', 'void', ['string', 'string'], ['memory_max_size', String(memoryMegabytes)]);
  const config = z3._Z3_mk_config();
  const context = z3._Z3_mk_context(config);
  z3._Z3_del_config(config);
  z3._set_noop_error_handler(context);
  return context;
}

// Text goes through malloc: the wrapper puts it on the stack, which ends at 18 MB.
function evaluate(z3: Z3Module, context: number, text: string): string {
  const bytes = Buffer.from(text);
  const pointer = z3._malloc(bytes.length + 1);
  if (pointer === 0) throw new Error('out of memory');
  z3.HEAPU8.set(bytes, pointer);
  z3.HEAPU8[pointer + bytes.length] = 0;
  const result = z3.UTF8ToString(z3._Z3_eval_smtlib2_string(context, pointer));
  z3._free(pointer);
  return result;
}

const handle = await start();
parentPort?.on('message', handle);
