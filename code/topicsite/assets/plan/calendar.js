/** A plan as a file for calendars: RFC 5545, in times of wherever the reader is. */
const LONGEST = 75; // bytes of a line

const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
const two = (number) => String(number).padStart(2, "0");
const stamp = (at) => `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}T${two(at.getHours())}${two(at.getMinutes())}00`;

/** A line, folded where it is too long for some programs; a character is never cut. */
function folded(line) {
  const encoder = new TextEncoder();
  const lines = [];
  let text = "";
  let size = 0;
  for (const sign of line) {
    const bytes = encoder.encode(sign).length;
    if (size + bytes > LONGEST) {
      lines.push(text);
      text = " ";
      size = 1;
    }
    text += sign;
    size += bytes;
  }
  return [...lines, text].join("\r\n");
}

/**
 * Steps parted into sittings of so many seconds; a longer step has one to itself.
 *
 * `steps`: `{ title, address, seconds }`; the time of one that says none is `assumed`.
 */
export function sittings(steps, seconds, assumed) {
  const found = [];
  let left = 0;
  for (const step of steps) {
    const takes = step.seconds || assumed;
    if (!found.length || takes > left) {
      found.push({ steps: [], seconds: 0 });
      left = seconds;
    }
    found.at(-1).steps.push(step);
    found.at(-1).seconds += takes;
    left -= takes;
  }
  return found;
}

/** The file: a sitting a day, all at the time of the first. `id` tells this plan from others. */
export function calendar(found, start, { id, title, now }) {
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//topicsite//plan//EN", "CALSCALE:GREGORIAN"];
  found.forEach(({ steps, seconds }, number) => {
    const begin = new Date(start.getFullYear(), start.getMonth(), start.getDate() + number, start.getHours(), start.getMinutes());
    const end = new Date(begin.getTime() + Math.ceil(seconds / 60) * 60_000);
    const text = steps.map((step) => `${step.title}\n${step.address}`).join("\n\n");
    lines.push(
      "BEGIN:VEVENT",
      `UID:${id}-${number + 1}@topicsite`,
      `DTSTAMP:${now.toISOString().replace(/[-:]|\.\d+/g, "")}`,
      `DTSTART:${stamp(begin)}`,
      `DTEND:${stamp(end)}`,
      `SUMMARY:${escaped(found.length > 1 ? `${title} (${number + 1}/${found.length})` : title)}`,
      `DESCRIPTION:${escaped(text)}`,
      `URL:${steps[0].address}`,
      "END:VEVENT",
    );
  });
  return [...lines, "END:VCALENDAR", ""].map(folded).join("\r\n");
}
