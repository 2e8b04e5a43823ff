package io.quantumvault.acceptance.mutants;

/**
 * A guard of the product and the test that must fail without it.
 *
 * @param id short, unique and telling
 * @param type the class whose source file holds the guard
 * @param text the guard as it stands there, white space apart
 * @param without what is compiled in its place
 */
record Guard(String id, String type, TestName test, String text, String without) {}
