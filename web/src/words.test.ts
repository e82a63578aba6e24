import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ago, countdown, inWords } from "./words";

type Row = { seconds: number; zh: string; en: string; zh_countdown: string; en_countdown: string };
const table = resolve(import.meta.dirname, "../../bihuan/kit/text/tests/spans.json");
const rows: Row[] = JSON.parse(readFileSync(table, "utf8"));

test.each(rows)("$seconds s is said as the pages say it", (row) => {
  expect(inWords(row.seconds, true)).toBe(row.zh);
  expect(inWords(row.seconds, false)).toBe(row.en);
  expect(countdown(row.seconds, true)).toBe(row.zh_countdown);
  expect(countdown(-row.seconds, false)).toBe(row.en_countdown);
});

test("beyond a day the moment itself is left to the page", () => {
  expect(ago(30, true)).toBe("刚刚");
  expect(ago(3 * 3600 + 59 * 60, true)).toBe("3小时前");
  expect(ago(86_400, true)).toBeNull();
});
