"""Every rule an entry can break: what it means and how to mend it.

The page of rules and `topicsite rules` are made from this table; a test makes sure that every code
that is reported stands here, and that every code here is reported by some test case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from topicsite.findings.diagnostics import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        code: its name in findings and the anchor of its section.
        meaning: what a finding of this rule says.
        mend: what to do about it.
        severity: whether it fails a build.
    """

    code: str
    meaning: str
    mend: str
    severity: Severity = "error"


_ALL: Final = (
    # The file
    Rule(
        "unreadable",
        "The file or folder cannot be opened.",
        "Check that it exists and that you may read it.",
    ),
    Rule(
        "symlink",
        "The file is a symbolic link, which could lead out of the project.",
        "Put a copy of the file itself in its place.",
    ),
    Rule(
        "unexpected-file",
        "Something that is not an entry lies among the entries.",
        "Move or remove it; an entry's file ends in `.yml` and lies in its topic's folder.",
    ),
    Rule(
        "bad-file-name",
        "The name of a file or folder cannot be an id.",
        "Use lower-case letters, digits and single hyphens, such as `merge-sort.yml`.",
    ),
    Rule(
        "id-clash",
        "Two entries have the same id. Ids are shared by all topics, resources and examples.",
        "Rename one of the files.",
    ),
    Rule(
        "missing-topic",
        "A folder of resources has no `topic.yml`.",
        "Write one: it gives the topic its title, its summary and its learning paths.",
    ),
    Rule(
        "missing-header",
        "An example does not start with its YAML header.",
        "Start the file with a line `# ---`, lines such as `# title: ...`, and a line `# ---`.",
    ),
    Rule(
        "file-too-large",
        "The file is larger than 64 KiB, or an example than 1 MiB. An entry is a page at most.",
        "Shorten it, or look for something that was pasted by accident.",
    ),
    Rule("not-utf8", "The file holds bytes that are not UTF-8.", "Save it as UTF-8."),
    Rule(
        "control-character",
        "The file holds a character that cannot be seen, or that changes the direction in which "
        "the text around it is shown.",
        "Remove it. It often comes with text that is pasted from a document or a web page. Joiners "
        "and selectors stay where a script or an emoji needs them.",
    ),
    # YAML
    Rule(
        "yaml-syntax",
        "The file is not YAML at this place.",
        "Look at this line and the one above: a text with `: ` needs quotes, lines of a longer "
        "text are indented, and indentation is made of spaces.",
    ),
    Rule(
        "duplicate-key",
        "A field is given twice. YAML would silently keep the last one.",
        "Keep one of them.",
    ),
    Rule(
        "cut-short",
        "A value ends early, because ` #` starts a comment: `title: C# basics #1` is `C# basics`.",
        "Put the value in quotes. If a comment is meant, write a space after the `#`.",
    ),
    Rule(
        "empty-value",
        "A field has a name and no value.",
        "Write the value, or remove the field.",
    ),
    Rule(
        "yaml-anchor",
        "`&name` marks a value for use elsewhere, which entries do not do.",
        "Remove the mark. A text that starts with `&` goes in quotes.",
    ),
    Rule(
        "yaml-alias",
        "`*name` stands for a value elsewhere, which entries do not use.",
        "Write the value out. A text that starts with `*` goes in quotes.",
    ),
    Rule(
        "yaml-tag",
        "`!name` gives a value a type. Here the field decides the type.",
        "Remove it. A text that starts with `!` goes in quotes.",
    ),
    Rule("yaml-merge-key", "`<<` merges another mapping in.", "Write the fields out."),
    Rule(
        "yaml-documents",
        "A line `---` starts a second document in the file.",
        "Keep one entry in a file; give the other a file of its own.",
    ),
    Rule(
        "yaml-key",
        "The name of a field is a list or a mapping.",
        "A value that starts with `{` or `[` goes in quotes.",
    ),
    Rule("too-deep", "The file is nested deeper than any field needs.", "Remove the nesting."),
    # Fields
    Rule(
        "unknown-field",
        "There is no field of this name.",
        "Check its spelling against the table of fields.",
    ),
    Rule("missing-field", "A field that every entry needs is missing.", "Add it."),
    Rule(
        "wrong-type",
        "A list stands where a text belongs, or the other way round.",
        "A list is written `[one, two]` or with a line `- one` for each item.",
    ),
    Rule(
        "unknown-value",
        "The field takes one of a few words, and this is none of them.",
        "Write one of those that the message lists. Which kinds and levels there are, `site.yml` "
        "can say.",
    ),
    Rule("too-short", "The text is shorter than it can usefully be.", "Say a little more."),
    Rule("too-long", "The text is longer than its place on the page.", "Say it in fewer words."),
    Rule("too-few", "The list needs more items.", "Add what is missing."),
    Rule("too-many", "The list has more items than a reader takes in.", "Keep the best."),
    Rule(
        "bad-formula",
        "A formula cannot be set, has no end, or is drawn over what stands around it.",
        "A formula of an entry stands between `\\(` and `\\)`, and is what KaTeX knows of TeX. "
        "Leave out what moves its parts about.",
    ),
    Rule(
        "several-lines",
        "The field is one line of text, and this has several.",
        "Join the lines, or use `>` only in `summary`, `note`, `why` and `says`.",
    ),
    Rule(
        "needless-field",
        "The field contradicts the others or adds nothing.",
        "Remove it, or change the field that it belongs to.",
    ),
    Rule(
        "bad-id",
        "An id has a character that no id has.",
        "Use the name of the other entry's file, without `.yml`.",
    ),
    Rule(
        "bad-duration",
        "The time is in none of the forms that are read.",
        "Write `12:47`, `1:02:03`, `45 min`, `2 h`, `1 h 30 min` or `PT1H30M`.",
    ),
    Rule(
        "bad-date",
        "The date does not exist or is in another form.",
        "Write `2017`, `2017-03` or `2017-03-15`, as exactly as you know it.",
    ),
    Rule(
        "future-date",
        "The date has not come yet.",
        "Write the day on which somebody last opened the resource, or when it came out.",
    ),
    Rule(
        "bad-language",
        "This is not a language code of BCP 47.",
        "Write `en`, `de`, `pt-BR` or the like.",
    ),
    Rule("bad-truth", "The field is a plain yes or no.", "Write `true` or `false`."),
    Rule(
        "bad-number",
        "This is no number.",
        "Write digits, with a point before decimals: `120`, `0.5`, `-3`. Units belong into the "
        "field's label.",
    ),
    Rule("bad-doi", "This is not a DOI.", "Write it bare: `10.1038/323533a0`."),
    Rule(
        "bad-expectation",
        "This does not say what a source claims of random starts.",
        "Write `always`, `mostly`, `sometimes`, `rarely` or `never`, or such as `about 7 of 8`.",
    ),
    Rule("bad-arxiv", "This is not an arXiv id.", "Write it bare: `1502.05767`."),
    Rule(
        "bad-isbn", "The digits do not make an ISBN.", "Compare it with the book, digit by digit."
    ),
    Rule(
        "step-subject",
        "A step names both a resource and an example, or neither.",
        "Write one of the two, or the id alone.",
    ),
    Rule(
        "path-steps",
        "A path has both steps of its own and stages, or neither.",
        "Write `steps` if the path has no sections, else `stages`, each with its steps.",
    ),
    # Addresses
    Rule(
        "url-syntax",
        "The address has a character that addresses do not have, or no host that can be one.",
        "Copy it from the browser's address bar.",
    ),
    Rule(
        "url-scheme",
        "The address is neither https nor http, or says so in capital letters.",
        "Write a full address, such as `https://example.org/page`.",
    ),
    Rule(
        "url-credentials",
        "The address carries a user name or a password, which everybody would see.",
        "Remove everything before the `@`, and change the password.",
    ),
    Rule(
        "url-private",
        "The address leads to a machine or network of one's own, as browsers read it: `127.1` and "
        "`0x7f.0.0.1` are `127.0.0.1`.",
        "Write the address that the public can open.",
    ),
    Rule(
        "insecure-url",
        "The address is http, which others on the way can read and change.",
        "Write https. If the site has none, say so in `insecure_url_reason`.",
    ),
    # Between files
    Rule(
        "unknown-id",
        "An entry of this id does not exist.",
        "Check its spelling: an id is the name of a file without `.yml` or `.py`.",
    ),
    Rule(
        "unknown-example",
        "A claim or a step names an example that does not exist.",
        "Use the name of a file in the folder of examples, without `.py`.",
    ),
    Rule(
        "claim-proof",
        "A claim names both an example and a reason why it was not tried, or neither.",
        "Keep `shown_by` if a program tries it; otherwise say in `not_tried` why none can.",
    ),
    Rule(
        "duplicate-claim-id",
        "Two claims of a resource have the same id, by which an example reports on them.",
        "Rename one of them, here and in its example.",
    ),
    Rule(
        "example-without-claim",
        "No claim is shown by this example, so it proves nothing that is on the site.",
        "Name the example in the `shown_by` of a claim, or remove it.",
        "warning",
    ),
    # Exercises
    Rule(
        "exercise-section",
        "A section of an exercise is unknown, out of order, given twice, or holds code where words "
        "belong.",
        "Words come first, in comments: `exercise`, `title`, `task`, `hint` and, if you like, "
        "`solved`. Then comes the code: `start`, `wrong`, `solution` and `check`.",
    ),
    Rule(
        "exercise-incomplete",
        "A section that every exercise needs is missing or empty, or there are too few of it.",
        "Add it. An exercise has one hint or more, and two wrong answers or more, which prove that "
        "its checks can fail.",
    ),
    Rule(
        "exercise-id",
        "The id of an exercise cannot be one, or another exercise of the example has it.",
        "Use lower-case letters, digits and single hyphens, such as `# exercise: product-rule`.",
    ),
    Rule(
        "exercise-code",
        "The code of a section is not Python by itself.",
        "Each section from `start` on is a piece of a program that can be read alone.",
    ),
    Rule(
        "duplicate-resource",
        "Two entries describe one resource, whose addresses may be written differently: "
        "`https://youtu.be/X` and `https://www.youtube.com/watch?v=X` are the same video.",
        "Keep one entry and move what the other knows into it.",
    ),
    Rule(
        "wrong-kind",
        "The address shows a playlist and the entry says `video`, or the other way round.",
        "Write the kind that fits the address, or the address that fits the kind.",
        "warning",
    ),
    Rule(
        "prerequisite-cycle",
        "Following the prerequisites leads back to where one started, so nobody could begin.",
        "Remove the prerequisite that is least needed.",
    ),
    Rule(
        "step-before-prerequisite",
        "A path takes a step before one of that step's own prerequisites.",
        "Change the order of the steps.",
    ),
    Rule(
        "step-without-prerequisite",
        "A step wants something first that the path neither takes before it nor names, so that "
        "learners would find out in the middle.",
        "Add a step before it, or name it in the path's `prerequisites`, which stand at its head.",
        "warning",
    ),
    Rule(
        "path-time",
        "The title of a path says how long it takes, and its steps take more or less by over a "
        "quarter.",
        "Write the time that its steps take together, or leave it out: it stands below the title.",
        "warning",
    ),
    Rule(
        "repeated-topic",
        "Two sections of `site.yml` name the same topic, or one of them names it twice.",
        "Keep it where readers would look for it first.",
    ),
    Rule(
        "duplicate-section",
        "Two sections of `site.yml` have the same title.",
        "Rename one of them, or make them one.",
    ),
    Rule(
        "duplicate-word",
        "Two kinds, two levels, two fields or two choices of `site.yml` are called the same, and a "
        "reader could not tell them apart.",
        "Keep one, or give the other another label.",
    ),
    Rule(
        "bad-field-name",
        "A field of the site's own has a name that cannot be one, or that is taken.",
        "Use lower-case letters, digits and single underscores, and a name that no entry and no "
        "form has yet.",
    ),
    Rule(
        "unknown-phrase",
        "`site.yml` says something of a tag that no resource has.",
        "Check its spelling: it is written as under `teaches`. Remove it if it is gone for good.",
    ),
    Rule(
        "former-phrase",
        "The phrase is called otherwise by now, as `tags` in `site.yml` says, and the page that it "
        "would have leads elsewhere.",
        "Write the phrase that others write.",
    ),
    Rule(
        "repeated-synonym",
        "A word stands in two groups of `synonyms` of `site.yml`, or in one of them twice.",
        "Keep one of them, or make the groups one.",
    ),
    Rule(
        "repeated-term",
        "Two terms of the site's glossaries have a name in common, or one term has a name twice.",
        "Define each term once; a topic may use the terms of those that it builds on.",
    ),
    Rule(
        "unknown-term",
        "A term is related to one that no glossary of the site has.",
        "Write the name of another term, or one of its other names.",
    ),
    Rule(
        "needless-exclusion",
        "A phrase under `not_in` holds none of the term's names, so that it keeps nothing out.",
        "Write the whole phrase in which the word means something else, or remove it.",
        "warning",
    ),
    Rule(
        "question-kind",
        "A question has none, or several, of the fields that say how it is answered.",
        "Give it one of `options`, `number`, `order` and `graph`.",
    ),
    Rule(
        "question-options",
        "Of the options of a question none is right, or all are, or two say the same; or a wrong "
        "one does not say why it is wrong.",
        "Write `right: true` at the right ones, and at each wrong one `because`, with a word to "
        "those who choose it.",
    ),
    Rule(
        "question-number",
        "A question asks for a number and does not say which, or says it twice.",
        "Give it a `value`, or the name of a `figure`.",
    ),
    Rule(
        "question-order",
        "All the lines that are to be put in order are the same.",
        "Write lines that differ.",
    ),
    Rule(
        "bad-graph",
        "A graph cannot be computed, or asks for what it gives away.",
        "Write steps of names that stand before them, numbers, `+ - * / **` and the functions that "
        "a finding names, and ask for a node whose answer is not shown.",
    ),
    Rule(
        "duplicate-question-id",
        "Two questions of a file have the same id.",
        "Rename one of them.",
    ),
    Rule(
        "bad-figure",
        "What a figure says of the line that is printed does not say where the number stands.",
        "Write the line as it is printed, with one `{}` for the number and `...` for what may be "
        "anything.",
    ),
    Rule(
        "unknown-figure",
        "A question uses a figure that its file does not have.",
        "Add it under `figures`, with the line that an example prints.",
    ),
    Rule(
        "needless-figure",
        "No question of the file uses the figure.",
        "Remove it.",
        "warning",
    ),
    Rule(
        "figure-without-example",
        "Nobody knows from which example's run a figure comes, or it comes from another than that "
        "on whose page it stands.",
        "Name the example under `example`; questions about an example take figures from its own "
        "run.",
    ),
    Rule(
        "unknown-goal",
        "A question is meant for a goal that its topic does not have.",
        "Write the goal as `can` of the topic has it.",
    ),
    Rule(
        "open-field",
        "The site says in `site.yml` that it is complete, and of this resource a field is not "
        "known that learners choose by.",
        "Write what you know to be true. Where nobody knows, remove `complete: true`: a guess "
        "helps nobody. `topicsite todo` lists all that is open.",
    ),
    Rule("repeated-step", "A path takes the same whole resource twice.", "Remove one step."),
    Rule("empty-stage", "A stage has no steps.", "Add a step, or remove the stage."),
    Rule("duplicate-path-id", "Two paths of a topic have the same id.", "Rename one of them."),
    Rule(
        "goal-not-taught",
        "No step of the topic's paths teaches what a goal promises.",
        "Add a step that does, or use a phrase from the `teaches` of a step.",
    ),
    Rule(
        "bad-former-address",
        "What `formerly` names is no plain path below the site's root or no old id, or it belongs "
        "to something else.",
        "Write a topic's old address as `old-page.html` or `old-folder/`; remove what is taken.",
    ),
    Rule(
        "similar-phrase",
        "Two phrases under `teaches` differ only in case, spaces, hyphens, apostrophes or a "
        "plural, and would become two tags for one thing.",
        "Write both alike.",
        "warning",
    ),
    # Links, which `topicsite links` asks about; no build and no other check depends on them
    Rule(
        "link-broken",
        "An address that a change adds does not open.",
        "Write an address that does; try it in a browser first.",
    ),
    Rule(
        "link-gone",
        "An address failed on three different days and did not open in between.",
        "Write where it is now, or its archived copy, or remove it.",
    ),
    Rule(
        "link-soft-404",
        "An address opens, but without what was there: it leads to a front page, to a page for "
        "what is not found, or to a page that lacks the place it names.",
        "Write where it is now.",
    ),
    Rule(
        "link-flaky",
        "An address did not open this time. That may pass: only three days make it gone.",
        "Nothing, unless it stays so.",
        "warning",
    ),
    Rule(
        "link-moved",
        "An address redirects for good.",
        "Run `topicsite links --fix`, which writes the new address.",
        "warning",
    ),
    Rule(
        "link-not-embeddable",
        "A video plays on its own site only, so its card has a link instead of a player.",
        "Nothing, or choose another video.",
        "warning",
    ),
)

RULES: Final[dict[str, Rule]] = {rule.code: rule for rule in _ALL}
