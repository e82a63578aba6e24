/* Spans of time in words, as kit/text/durations.py says them; kit/text/tests/spans.json holds both to one table. */

const MINUTE = 60, HOUR = 3600, DAY = 86_400;

/** Below this many seconds a countdown shows its seconds. */
const SECONDS_SHOWN_BELOW = 10 * MINUTE;

export const isChinese = (): boolean => document.documentElement.lang.startsWith("zh");

/** Say a span in at most two units, to the minute: 2小时15分; 2 h 15 min. Its sign is not told. */
export function inWords(span_s: number, chinese = isChinese()): string {
  const size = Math.floor(Math.abs(span_s));
  const days = Math.floor(size / DAY), hours = Math.floor((size % DAY) / HOUR), minutes = Math.floor((size % HOUR) / MINUTE);
  const hasSmall = days ? hours > 0 && days < 7 : minutes > 0;
  if (chinese) {
    if (days) return `${days}天` + (hasSmall ? `${hours}小时` : "");
    if (hours) return `${hours}小时` + (hasSmall ? `${minutes}分` : "");
    return minutes ? `${minutes}分钟` : "不到1分钟";
  }
  if (days) return (days === 1 ? "1 day" : `${days} days`) + (hasSmall ? ` ${hours} h` : "");
  if (hours) return `${hours} h` + (hasSmall ? ` ${minutes} min` : "");
  return minutes ? `${minutes} min` : "under 1 min";
}

/** Say what is left, or by how much it is over; in the last ten minutes as 9:42. */
export function countdown(span_s: number, chinese = isChinese()): string {
  const size = Math.floor(Math.abs(span_s));
  if (size >= SECONDS_SHOWN_BELOW) return inWords(size, chinese);
  return `${Math.floor(size / MINUTE)}:${String(size % MINUTE).padStart(2, "0")}`;
}

/** Say how long ago within a day; null beyond, where the moment itself says more. */
export function ago(span_s: number, chinese = isChinese()): string | null {
  if (span_s >= DAY) return null;
  if (span_s < MINUTE) return chinese ? "刚刚" : "just now";
  const words = inWords(span_s < HOUR ? span_s : Math.floor(span_s / HOUR) * HOUR, chinese);
  return chinese ? `${words}前` : `${words} ago`;
}
