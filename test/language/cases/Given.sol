// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

abstract contract Keyed {
    address public key;
    uint256 internal cap;

    constructor(address key_, uint256 cap_) {
        key = key_;
        cap = cap_;
    }
}

struct Terms {
    uint256 cap;
    bool open;
}

/// What a deployment and its calls are given: values, structs and arrays.
contract Given is Keyed {
    uint256 public total;
    uint256 public first;
    uint256[] internal shares;

    constructor(address owner, Terms memory terms, uint256[] memory parts) Keyed(owner, terms.cap) {
        terms.cap = 0;
        first = parts[0];
        shares = parts;
    }

    function put(uint256[] calldata amounts) external {
        for (uint256 i = 0; i < amounts.length; i++) total += amounts[i];
    }

    function skip(uint256[] calldata amounts) external {
        for (uint256 i = 1; i < amounts.length; i++) total += amounts[i];
    }

    function setTerms(Terms memory terms) external {
        require(terms.open);
        terms.cap += 1;
        cap = terms.cap;
    }

    function swap(uint256[2] memory pair) external pure returns (uint256[] memory swapped) {
        swapped = new uint256[](2);
        (swapped[0], swapped[1]) = (pair[1], pair[0]);
    }

    function add(uint256 share) external {
        shares.push(share);
    }

    function allShares() external view returns (uint256[] memory) {
        return shares;
    }

    function terms() external view returns (Terms memory) {
        return Terms(cap, true);
    }
}
