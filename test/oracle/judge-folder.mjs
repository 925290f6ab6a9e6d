// Compares one folder with solc and prints the outcome as JSON: node --stack-size=4000 test/oracle/judge-folder.mjs <folder>
import { filesBelow } from './corpus.mjs';
import { judge } from './judge.mjs';

const { refused, falseErrors, ...rest } = judge(filesBelow(process.argv[2]));
console.log(JSON.stringify({ ...rest, refused: Object.fromEntries(refused), falseErrors }));
