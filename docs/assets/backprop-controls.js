/** What a reader handles: the steps of a graph, and the values of its inputs. */
import { button, make } from "./topicsite/page/make.js";

/** Sliders of more inputs than this wait until they are asked for. */
const FEW = 5;

/**
 * The steps: a line to go along, five buttons, and the step in words.
 *
 * @param player has `jump`, `step` and `toggle`.
 */
export function controls(player, frames) {
  const last = frames.length - 1;
  const line = make("input", { type: "range", min: 0, max: last, step: 1, className: "line" });
  line.setAttribute("aria-label", "Step");
  const turn = frames.findIndex((frame) => frame.pass === "backward") - 0.5;
  line.style.setProperty("--turn", `${(100 * turn) / last}%`);
  line.addEventListener("input", () => player.jump(Number(line.value)));

  const said = make("p", { className: "said", role: "status" });
  const bar = make("div", { className: "buttons" });
  const add = (name, sign, act) => {
    const made = button("", "ts-small", act);
    made.append(make("span", { ariaHidden: "true", textContent: sign }), ` ${name}`);
    bar.append(made);
    return made;
  };
  const first = add("First", "⇤", () => player.jump(0));
  const back = add("Back", "←", () => player.step(-1));
  const play = add("Play", "▷", () => player.toggle());
  const next = add("Next", "→", () => player.step(1));
  const end = add("Last", "⇥", () => player.jump(last));
  play.classList.add("play");

  const element = make("div", { className: "steps" });
  element.append(said, line, bar);
  return {
    element,
    show(index, told, pass) {
      line.value = index;
      line.setAttribute("aria-valuetext", told);
      said.textContent = told;
      said.dataset.pass = pass;
      // Disabled by name only: a button that lost the focus would take the keyboard with it.
      for (const one of [first, back]) one.setAttribute("aria-disabled", String(index === 0));
      for (const one of [next, end]) one.setAttribute("aria-disabled", String(index === last));
    },
    play(playing) {
      play.replaceChildren(
        make("span", { ariaHidden: "true", textContent: playing ? "‖" : "▷" }),
        playing ? " Pause" : " Play",
      );
    },
  };
}

/**
 * A slider and a field for every input.
 *
 * @param changed is called with all values, by name, whenever one of them changes.
 */
export function sliders(inputs, changed) {
  const values = Object.fromEntries(inputs.map(({ id, value }) => [id, value]));
  const rows = inputs.map(({ id, value }) => {
    const reach = reachOf(value);
    const slider = make("input", { type: "range", min: -reach, max: reach, step: reach / 100, value });
    const field = make("input", { type: "number", step: "any", className: "ts-input", value: plain(value) });
    slider.setAttribute("aria-label", `${id}, slider`);
    field.setAttribute("aria-label", id);
    const take = (from, to) => {
      const taken = from.valueAsNumber;
      if (!Number.isFinite(taken)) return;
      to.value = from === slider ? plain(taken) : taken;
      values[id] = from === slider ? Number(plain(taken)) : taken;
      changed({ ...values });
    };
    slider.addEventListener("input", () => take(slider, field));
    field.addEventListener("input", () => take(field, slider));
    const row = make("div", { className: "row" });
    row.append(make("i", { textContent: id, ariaHidden: "true" }), slider, field);
    return row;
  });
  const many = inputs.length > FEW;
  const element = make(many ? "details" : "fieldset", { className: many ? "inputs ts-quiet" : "inputs" });
  const title = `Change ${many ? `the ${inputs.length} inputs` : "the inputs"}`;
  element.append(make(many ? "summary" : "legend", { textContent: title }), ...rows);
  return element;
}

/** How far a slider reaches: 1, 2 or 5 times a power of ten, at least twice the value. */
function reachOf(value) {
  const wanted = Math.max(2 * Math.abs(value), 1);
  const power = 10 ** Math.floor(Math.log10(wanted));
  return [1, 2, 5, 10].map((factor) => factor * power).find((reach) => reach >= wanted);
}

/** A number as a field takes it, without the dust of binary fractions. */
const plain = (value) => String(Number(value.toPrecision(6)));
