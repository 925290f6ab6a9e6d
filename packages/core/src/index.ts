// Public surface of the package, listed name by name.
export {};
