import assert from "node:assert/strict";
import { test } from "node:test";
import { contactNamed, matching } from "../src/contacts.ts";

const CONTACTS = ["Anna", "Bob Bobson", "Carol Carolson", "Åsa Öberg"];

test("contacts are found by the beginning of a word, then by what they contain", () => {
  assert.deepEqual(matching(CONTACTS, "bob"), ["Bob Bobson"]);
  assert.deepEqual(matching(CONTACTS, "a"), ["Anna", "Åsa Öberg", "Carol Carolson"]);
  assert.deepEqual(matching(CONTACTS, "son"), ["Bob Bobson", "Carol Carolson"]);
  assert.deepEqual(matching(CONTACTS, "+15"), []);
});

test("all contacts are offered while nothing is typed", () => {
  assert.deepEqual(matching(CONTACTS, "  "), CONTACTS);
});

test("accents need not be typed", () => {
  assert.deepEqual(matching(CONTACTS, "asa o"), ["Åsa Öberg"]);
  assert.equal(contactNamed(CONTACTS, " asa oberg "), "Åsa Öberg");
  assert.equal(contactNamed(CONTACTS, "asa"), undefined);
});

test("the contact that is spelt as typed comes before all others", () => {
  const alike = ["Anna Bobson", "Håkan", "Anna", "Hakan"];
  assert.deepEqual(matching(alike, "Anna"), ["Anna", "Anna Bobson"]);
  assert.deepEqual(matching(alike, "anna"), ["Anna", "Anna Bobson"]);
  assert.deepEqual(matching(alike, "Hakan"), ["Hakan", "Håkan"]);
  assert.deepEqual(matching(alike, "Håkan"), ["Håkan", "Hakan"]);
});

test("a name means the contact that is spelt so, not one that looks like it", () => {
  const alike = ["Håkan", "Hakan"];
  assert.equal(contactNamed(alike, "Hakan"), "Hakan");
  assert.equal(contactNamed(alike, "Håkan"), "Håkan");
  assert.equal(contactNamed(alike, "hakan"), "Hakan");
  assert.equal(contactNamed(["HÅKAN", "Håkan"], "håkan"), undefined);
  assert.equal(contactNamed(["Håkan", "Hàkan"], "hakan"), undefined);
  assert.equal(contactNamed(["Anna", "Anna"], "anna"), "Anna");
});

test("whoever is named is offered first", () => {
  const alike = ["Håkan", "Hakan", "Anna Bobson", "Anna", "Bob-Anna"];
  for (const typed of ["Hakan", "HÅKAN", "anna", "bob-anna", "Anna Bobson"]) {
    assert.equal(matching(alike, typed)[0], contactNamed(alike, typed), typed);
  }
});

test("both halves of a double name are words", () => {
  assert.deepEqual(matching(["Bob-Anna", "Susanna"], "anna"), ["Bob-Anna", "Susanna"]);
  assert.deepEqual(matching(["Bob-Anna"], "bob-a"), ["Bob-Anna"]);
});
