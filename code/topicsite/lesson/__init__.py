"""What examples and exercises of any topic are written with.

An example draws from a `seed` that can be moved, and prints a `Report` on what it found out about a
source's claims; the checks of an exercise `attempt` an answer and say what is wrong with it. This
room also runs in the page, without the rest of the generator: it imports NumPy and nothing else,
and knows no topic.
"""

from topicsite.lesson.answers import Answer, AnswerError, attempt
from topicsite.lesson.report import Report
from topicsite.lesson.trials import seed, seeds, stated

__all__ = ["Answer", "AnswerError", "Report", "attempt", "seed", "seeds", "stated"]
