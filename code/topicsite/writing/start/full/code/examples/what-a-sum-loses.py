# ---
# title: What a sum loses
# summary: >
#   From one sum that is off in its seventeenth digit to a hundred thousand of them. You see what is
#   stored for 0.1, find the first whole number that a float cannot hold, and write a sum that gives
#   back what rounding takes.
# follows: [python-floating-point, wiffin-point-three, goldberg-1991]
# teaches: [rounding, summation, spacing of floats]
# duration: 30 min
# level: introductory
# ---

# %% [markdown]
# Every programmer meets it sooner or later: **0.1 + 0.2 is not 0.3.** Is the addition wrong, or
# were the numbers wrong before anything was added?
#
# When you have worked through this page you can
#
# - say which number is really stored, and how far it is from the one that you wrote;
# - say from where on not even whole numbers are safe;
# - add many numbers with an error that does not grow with their count.

# %% [markdown]
# ## What is stored
#
# Python prints the shortest decimal number that leads back to the same float. A `Fraction` made
# from a float hides nothing: it is the very number that is stored.

# %%
from fractions import Fraction

for written in ["0.1", "0.2", "0.3"]:
    stored = Fraction(float(written))
    print(f"{written} is stored as {stored}")
    print(f"    off by {float(stored - Fraction(written)):+.3e}")

print(f"0.1 + 0.2 gives {0.1 + 0.2}")

# %% [markdown]
# So the numbers were wrong before the sum: 0.1 and 0.2 are both stored a little too large, and 0.3
# a little too small. The exact sum of the two lies between two floats and is rounded once more.
#
# ## From where on whole numbers get lost
#
# A float has room for 53 binary digits. As long as a whole number needs no more, it is exact. What
# do you expect from the first number that needs 54, and ends in a 1?

# %%
for power in [52, 53, 54]:
    here = 2.0**power
    print(f"2**{power} + 1 - 2**{power} gives {here + 1 - here}")

first_lost = next(power for power in range(100) if 2.0**power + 1 == 2.0**power)
print(f"the first power of two whose successor is lost: 2**{first_lost}")

# %% [markdown]
# From $2^{53}$ on, floats are 2 apart, then 4, then 8: the larger a number, the more is lost when
# something small is added to it. That is what happens in a long sum.
#
# ## A hundred thousand tenths
#
# Add 0.1 again and again. The total grows, the summand does not, and each addition rounds away a
# little of it. Kahan's sum looks at what was lost, `(total + x) - total - x`, and takes it into
# account next time.


# %%
def plain_sum(numbers):
    total = 0.0
    for x in numbers:
        total += x
    return total


def kahan_sum(numbers):
    total, lost = 0.0, 0.0
    for x in numbers:
        corrected = x - lost
        larger = total + corrected
        lost = (larger - total) - corrected
        total = larger
    return total


tenths = [0.1] * 100_000
exact = Fraction(0.1) * len(tenths)
errors = {}
print("| sum | result | relative error |")
print("| --- | ---: | ---: |")
for name, add in [("plain", plain_sum), ("Kahan", kahan_sum)]:
    result = add(tenths)
    errors[name] = abs(float((Fraction(result) - exact) / exact))
    print(f"| {name} | {result!r} | {errors[name]:.1e} |")

# %% [markdown]
# The loop is written out on purpose: since Python 3.12 the built-in `sum` compensates by itself.


# %% tags=["exercise"]
# exercise: running-mean
# title: A mean that stays accurate
# task: Return the mean of `numbers`, a list of floats with at least one entry, with the help of
#   Kahan's sum. The function has to stand on its own, so the sum goes into it.
# hint: The mean is the sum, divided by the number of entries. Only the sum needs care.
# hint: Keep a second variable, `lost`. Take it away from the next number before you add that.
# hint: "After the addition, `lost` is what the total grew by, minus what it should have grown by."
# solved: The error of your mean no longer depends on how many numbers there are.
# start:
def mean(numbers):
    total = 0.0
    for x in numbers:
        total += x
    return total / len(numbers)


# wrong: adds what was lost, where it has to be taken away
def mean(numbers):
    total, lost = 0.0, 0.0
    for x in numbers:
        corrected = x + lost
        larger = total + corrected
        lost = (larger - total) - corrected
        total = larger
    return total / len(numbers)


# wrong: returns the sum
def mean(numbers):
    total, lost = 0.0, 0.0
    for x in numbers:
        corrected = x - lost
        larger = total + corrected
        lost = (larger - total) - corrected
        total = larger
    return total


# solution:
def mean(numbers):
    total, lost = 0.0, 0.0
    for x in numbers:
        corrected = x - lost
        larger = total + corrected
        lost = (larger - total) - corrected
        total = larger
    return total / len(numbers)


# check:
from topicsite.lesson import attempt

attempt(mean, [1.0, 2.0, 6.0]).equals(
    3.0, looks_like=[(9.0, "That is the sum. Divide it by the number of entries.")]
)
# Between 1e16 and its neighbour lie 2. Of each pair the first number is rounded up, the second
# down, and what is left when the large number goes again is right.
pairs = [1e16] + [1.4, 0.6] * 500 + [-1e16]
attempt(mean, pairs).equals(
    1000 / 1002,
    looks_like=[(800 / 1002, "What was lost goes the wrong way: take it from the next number.")],
)
# A thousand ones, each too small to move the large number on its own.
ones = [1e16] + [1.0] * 1000 + [-1e16]
attempt(mean, ones).equals(
    1000 / 1002,
    looks_like=[(0.0, "The ones have left no trace: each was rounded away as it was added.")],
)

# %% [markdown]
# ## What the sources say

# %% tags=["folded"]
from topicsite.lesson import Report

report = Report("wiffin-point-three")
report.holds(
    "sum",
    says="0.30000000000000004",
    found=f"{0.1 + 0.2!r}",
    when=lambda total: repr(total) == "0.30000000000000004",
    of=0.1 + 0.2,
    unlike=0.3,
)
print(report)

# %% tags=["folded"]
report = Report("python-floating-point")
report.holds(
    "three-tenths",
    says="0.1 + 0.1 + 0.1 is not 0.3",
    found=f"it is {0.1 + 0.1 + 0.1!r}",
    when=lambda total: total != 0.3,
    of=0.1 + 0.1 + 0.1,
    unlike=0.3,
)
report.holds(
    "tenth",
    says="3602879701896397 / 2 ** 55",
    found=f"{Fraction(0.1).numerator} / 2 ** {Fraction(0.1).denominator.bit_length() - 1}",
    when=lambda stored: stored == Fraction(3602879701896397, 2**55),
    of=Fraction(0.1),
    unlike=Fraction(1, 10),
)
report.number("bits", says=53, found=first_lost, within=0, because="a count of bits")
print(report)

# %% tags=["folded"]
unit = 2.0**-53
report = Report("goldberg-1991")
report.holds(
    "compensated",
    says="a relative error of 2ε at most, for numbers of one sign",
    found=f"{errors['Kahan'] / unit:.1f}ε for {len(tenths):,} numbers",
    when=lambda error: error <= 2 * unit + len(tenths) * unit**2,
    of=errors["Kahan"],
    unlike=errors["plain"],
)
report.control("the plain sum", f"{errors['plain'] / unit:,.0f}ε")
print(report)
