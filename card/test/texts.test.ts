import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { LANGUAGES, languageOf, speaker, type TextKey } from "../src/texts.ts";
import { whenText } from "../src/when.ts";
import { NOW } from "./home.ts";

const EIGHT = ["de", "en", "es", "fi", "fr", "it", "nl", "sv"];
const english = LANGUAGES.en ?? ({} as Record<TextKey, string>);
const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

test("the card speaks eight languages", () => {
  assert.deepEqual(Object.keys(LANGUAGES).sort(), EIGHT);
});

for (const [language, texts] of Object.entries(LANGUAGES)) {
  test(`${language} has every text, with the same placeholders, and no others`, () => {
    assert.deepEqual(Object.keys(texts), Object.keys(english).sort());
    for (const [key, text] of Object.entries(texts)) {
      assert.deepEqual(placeholders(text), placeholders(english[key as TextKey]), key);
      assert.equal(text, text.trim(), key);
      assert.ok(text, key);
    }
  });
}

test("every text is used somewhere", () => {
  const source = ["../src", "../src/render"]
    .map((folder) => new URL(`${folder}/`, import.meta.url))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith(".ts"))
        .map((name) => readFileSync(new URL(name, folder), "utf8")),
    )
    .join("\n");
  const made = /^(?:editor_|type_)/;
  for (const key of Object.keys(english)) {
    assert.ok(made.test(key) || source.includes(`"${key}"`), key);
  }
});

test("a language with a region is spoken as the language, an unknown one as English", () => {
  assert.equal(speaker("sv-FI")("hold"), LANGUAGES.sv?.hold);
  assert.equal(speaker("de_CH")("hold"), LANGUAGES.de?.hold);
  assert.equal(speaker("tlh")("hold"), english.hold);
  assert.equal(speaker("constructor")("hold"), english.hold);
  assert.equal(speaker("")("hold"), english.hold);
});

test("a language is always spoken by the same speaker", () => {
  assert.equal(speaker("sv"), speaker("sv-FI"));
  assert.equal(speaker("tlh"), speaker("en"));
  assert.notEqual(speaker("sv"), speaker("en"));
});

test("names are put into a text as they are, whatever they contain", () => {
  const speak = speaker("en");
  const name = "$& {other} <b>";
  assert.equal(speak("calling", { name }), `${name} is calling`);
  assert.equal(speak("calling"), "{name} is calling");
  assert.equal(speak("calling", { toString: "no" }), "{name} is calling");
});

test("Home Assistant's language is the card's", () => {
  assert.equal(languageOf({ locale: { language: "fi" }, language: "de" }), "fi");
  assert.equal(languageOf({ language: "de" }), "de");
  assert.equal(languageOf({ locale: { language: 5 } }), "en");
  assert.equal(languageOf(undefined), "en");
});

test("a moment is told as the user's profile wants it", () => {
  const berlin = {
    locale: { language: "en", time_format: "24", time_zone: "server" },
    config: { time_zone: "Europe/Berlin" },
  };
  const american = { ...berlin, locale: { ...berlin.locale, time_format: "12" } };
  assert.equal(whenText(berlin, NOW - 3_600_000, NOW), "12:00");
  assert.match(whenText(american, NOW, NOW), /1:00\sPM/);
  assert.equal(whenText(berlin, NOW - 86_400_000, NOW), "yesterday 13:00");
  assert.equal(whenText(berlin, NOW - 3 * 86_400_000, NOW), "Nov 20 13:00");
});

test("a moment is told even in a language or zone that does not exist", () => {
  const odd = {
    locale: { language: "not a language", time_zone: "server" },
    config: { time_zone: "Nowhere" },
  };
  assert.equal(whenText(odd, NOW, NOW), "2026-11-23 12:00");
  assert.equal(whenText(odd, Number.NaN, NOW), "");
});
