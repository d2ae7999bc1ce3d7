# ---
# title: A sequence that runs to the wrong limit
# summary: >
#   Muller's sequence tends to 6, and every computer with a fixed number of digits says 100. You
#   run it with floats, with more digits and with exact fractions, and see that precision puts the
#   error off and does not cure it.
# follows: [muller-handbook-ch1]
# teaches: [unstable recurrences, error analysis]
# duration: 20 min
# level: intermediate
# ---

# %% [markdown]
# Three terms of arithmetic, and a result that could not look more convincing: **how can a sequence
# settle down, to all its digits, on a number that is wrong?** It was made up by Jean-Michel Muller:
#
# $$u_0 = 2, \quad u_1 = -4, \quad
#   u_n = 111 - \frac{1130}{u_{n-1}} + \frac{3000}{u_{n-1}\,u_{n-2}}.$$
#
# When you have worked through this page you can
#
# - recognise a recurrence that feeds on its own rounding;
# - say why a result that no longer changes need not be right;
# - check such a result with exact fractions.

# %% [markdown]
# ## As floats
#
# The function takes numbers of any kind, so that the very same lines run with floats, with more
# digits, and with fractions.


# %%
def terms(first, second, count):
    found = [first, second]
    while len(found) < count:
        before, last = found[-2:]
        found.append(111 - 1130 / last + 3000 / (last * before))
    return found


floats = terms(2.0, -4.0, 41)
for n in [2, 5, 10, 15, 20, 25, 30, 40]:
    print(f"u_{n:<2} = {floats[n]!r}")

# %% [markdown]
# It comes close to 6, hesitates, and then goes to 100, where it stays. Nothing warns you.
#
# ## As fractions
#
# Fractions of whole numbers are never rounded. They grow long, which is no trouble for a hundred
# terms.

# %%
from fractions import Fraction

exact = terms(Fraction(2), Fraction(-4), 101)
for n in [2, 5, 10, 20, 40, 100]:
    print(f"u_{n:<3} = {float(exact[n]):.12f}")

# %%
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
figure, axes = plt.subplots()
steps = range(2, 31)
axes.plot(steps, floats[2:31], label="floats")
axes.plot(steps, [float(u) for u in exact[2:31]], "--", label="fractions")
axes.set_xlabel("n")
axes.set_title("The same sequence, rounded and exact")
axes.legend()
plt.show()
# alt: Both curves fall from 18.5 towards 6 and lie on each other until n = 15. Then the one of
# floats climbs to 100 within five steps, while the one of fractions stays near 6.

# %% [markdown]
# ## Why
#
# Every sequence that follows this rule can be written as
#
# $$u_n = \frac{\alpha\,100^{n+1} + \beta\,6^{n+1} + \gamma\,5^{n+1}}
#              {\alpha\,100^{n} + \beta\,6^{n} + \gamma\,5^{n}}.$$
#
# For 2 and -4 it happens that $\alpha = 0$, $\beta = -3$ and $\gamma = 4$: the quotient tends to 6.
# But the first rounding is as good as a tiny $\alpha$ that is not 0. It is multiplied by 100 in
# every step, while the others are multiplied by 6 and 5, and so it wins. With more digits it starts
# smaller and wins later.

# %%
from decimal import Decimal, localcontext

import numpy as np

single = terms(np.float32(2), np.float32(-4), 201)
ends = {"binary32": float(single[-1]), "binary64": floats[-1]}
for digits in [30, 60, 120]:
    with localcontext() as context:
        context.prec = digits
        longer = terms(Decimal(2), Decimal(-4), 201)
    turn = next(n for n, u in enumerate(longer) if u > 50)
    ends[f"{digits} digits"] = float(longer[-1])
    print(f"{digits:>3} digits: past 50 at n = {turn}, in the end {longer[-1]:.6f}")

# %% [markdown]
# Twice the digits, about twice the time until it fails. In the place of more digits, such a
# computation needs another formula, or fractions.
#
# ## What the source says

# %% tags=["folded"]
from topicsite.lesson import Report

report = Report("muller-handbook-ch1")
report.number(
    "limit",
    says=6,
    found=float(exact[100]),
    within=2e-8,
    because="what is left after 100 terms",
    digits=10,
)
report.holds(
    "computed",
    says="100",
    found=", ".join(f"{value:.6g} with {name}" for name, value in ends.items()),
    when=lambda values: all(abs(value - 100) < 1e-4 for value in values),
    of=[*ends.values()],
    unlike=[float(exact[100])],
)
report.control("rounding, by exact fractions", f"{float(exact[100]):.6f} after 100 terms")
print(report)
