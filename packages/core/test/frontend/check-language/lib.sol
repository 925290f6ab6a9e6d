pragma solidity ^0.8.0;
function helper(bytes32 x) pure returns (uint) { return uint(x); }
uint constant K = 5;
library Sub { struct S { uint a; } }
