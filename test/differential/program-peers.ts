// The other contracts of a generated program: Q, which keeps accounts and calls back, and R behind it.
import { type Choices, pick } from './random.js';

/** Contracts Q and R, with choices inside. */
export function peerText(choices: Choices): string {
  const order = choices.below(2) === 0;
  const pay = '(bool ok, ) = msg.sender.call{value: due}(""); if (!ok) revert("refused");';
  const clear = 'from[msg.sender] = 0;';
  return `interface Back { function probe(uint256 x) external returns (uint256); }
contract Q {
  uint256 public got;
  uint64 public times;
  mapping(address => uint256) public from;
  R internal r;
  event Got(address indexed who, uint256 value, uint64 times);
  error Full(uint64 times);
  constructor(R other) payable { r = other; }
  function give(uint64 x) external payable returns (uint256) {
    from[msg.sender] += msg.value;
    unchecked { times += x; }
    if (times % ${5 + choices.below(4)} == 3) revert Full(times);
    emit Got(msg.sender, msg.value, times);
    return from[msg.sender] ${pick(choices, ['+', '*', '^'])} x;
  }
  function back(uint256 x) external returns (uint256) {
    got ${pick(choices, ['+=', '^=', '|='])} x;
    try Back(msg.sender).probe(x) returns (uint256 y) { return y; } catch { got ^= 9; }
    if (x % 3 == 0) return Back(msg.sender).probe(x / 3);
    return ${pick(choices, ['7', 'got', 'x'])};
  }
  function take(uint256 x) external {
    uint256 due = from[msg.sender];
    if (x % 2 == 0) due /= 2;
    ${order ? `${clear} ${pay}` : `${pay} ${clear}`}
  }
  function pass(uint64 x) external payable returns (uint256) { return r.keep{value: msg.value ${pick(choices, ['/ 2', '- 1', ''])}}(x); }
  function look(uint256 x) external view returns (uint256, bool) { return (x + got, address(this).balance > 3); }
  function swap(S memory s, uint64 a) external returns (S memory) { times = s.a; s.a = a; s.c = !s.c; return s; }
  function more(uint256[] calldata xs, uint256 x) external pure returns (uint256[] memory ys) {
    require(xs.length < 8, "long");
    ys = new uint256[](xs.length + 1);
    for (uint256 i = 0; i < xs.length && i < 8; i++) ys[i] = xs[i];
    ys[xs.length] = x;
  }
  receive() external payable { got += msg.value; }
}
contract R {
  uint256 public kept;
  event Kept(uint64 x, address indexed who) ;
  function keep(uint64 x) external payable returns (uint256) {
    emit Kept(x, msg.sender);
    require(x != ${choices.below(6)}, "five");
    kept += msg.value + 1;
    return kept;
  }
  receive() external payable { if (msg.value == ${choices.below(3)}) revert(); kept += 100; }
}`;
}
