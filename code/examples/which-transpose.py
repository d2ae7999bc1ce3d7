# ---
# title: Which matrix is transposed, and on which side?
# summary: >
#   The backward pass of a product of matrices is two more products of matrices. You write out the
#   whole Jacobian once, watch it collapse, and let the shapes tell you the rest. Then you find out
#   when they cannot.
# follows: [cs231n-linear-backprop, d2l-backprop, edelman-matrix-calculus]
# teaches: [matrix calculus, vectorised backpropagation, vector-Jacobian products]
# duration: 15 min
# level: intermediate
# ---

# %% [markdown]
# Every layer is a product $Y = X W$, and every backward pass has a transposed matrix in it. **How
# can you be sure which one, and on which side, without looking it up?**
#
# When you have worked through this page you can
#
# - derive the backward pass of a linear layer, for a whole batch;
# - use shapes as a memory aid, and say when they are not enough;
# - say where the gradient of a bias and of a penalty on the weights comes in.
#
# The page follows Justin Johnson's handout for CS231n, and then section 5.3 of *Dive into Deep
# Learning*.

# %% [markdown]
# ## All of the Jacobian, once
#
# Two examples in the rows of $X$, two inputs, three outputs. The rest of the network hands back
# `y_bar`: how the loss reacts to each entry of $Y$. The gradient has, by definition, the shape of
# the thing itself.

# %% tags=["forward"]
import numpy as np

from topicsite.lesson import seed

rng = np.random.default_rng(seed(0))
x = rng.normal(size=(2, 2))
w = rng.normal(size=(2, 3))
y = x @ w
y_bar = rng.normal(size=y.shape)
print("x", x.shape, " w", w.shape, " y", y.shape)

# %% [markdown]
# $Y$ has six entries and $X$ four, so there are 24 derivatives of one with the other. Before you
# run the cell: how many of them are zero? The entry $y_{1,2}$ is made from row 1 of $X$ only.

# %%
jacobian = np.zeros((*y.shape, *x.shape))  # y's row and column, then x's
for i, j in np.ndindex(y.shape):
    for d in range(x.shape[1]):
        jacobian[i, j, i, d] = w[d, j]
print("derivatives of y[0, 0]:", jacobian[0, 0].round(3).tolist())
print(f"{np.sum(jacobian == 0)} of {jacobian.size} are zero")

# %% [markdown]
# Half of them are zero, and the other half are copies of $W$. Collect for every entry of $X$ what
# reaches it: the sum over all entries of $Y$, of what arrives there times the derivative. Then
# compare with one short product.

# %% tags=["backward"]
x_bar_long = np.einsum("ij,ijkl->kl", y_bar, jacobian)
x_bar = y_bar @ w.T
print(x_bar_long.round(4))
print(x_bar.round(4))

# %% [markdown]
# The same numbers. Each row of `x_bar` is a row of `y_bar` sent back through $W$, which is to say
# multiplied by its transposed. For the weights go the same way: the weight $w_{d,j}$ multiplies
# $x_{i,d}$ in every example $i$, and its shares are added over the examples. That sum is a product
# of matrices, too.

# %% tags=["backward"]
w_bar_long = np.zeros_like(w)
for i in range(len(x)):
    w_bar_long += np.outer(x[i], y_bar[i])  # one example after the other
w_bar = x.T @ y_bar
print(w_bar_long.round(4))
print(w_bar.round(4))

# %% [markdown]
# ## Why nobody stores the Jacobian
#
# Make the layer as large as one in use: 64 examples, 4,096 inputs, 4,096 outputs. How much memory
# would the Jacobian take, and how much do the two products need?

# %%
n, d, m = 64, 4096, 4096
entries = n * m * n * d
print(f"{entries:,} entries, {entries * 4 / 2**30:.0f} GiB in single precision")
print(f"x_bar and w_bar: {(n * d + d * m) * 4 / 2**20:.0f} MiB")

# %% tags=["folded"]
# alt: Two square fields of dots that show which entries of a Jacobian are not zero, for four
# examples with three inputs and three outputs. With X: four filled blocks along the diagonal, one
# for each example. With W: stripes parallel to the diagonal, repeated for each example.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
big_x, big_w = np.ones((4, 3)), np.ones((3, 3))
with_x = np.kron(np.eye(4), big_w.T)
with_w = np.kron(big_x, np.eye(3))
figure, panels = plt.subplots(1, 2)
for axes, matrix, name in zip(panels, (with_x, with_w), ("X", "W"), strict=True):
    rows, columns = np.nonzero(matrix)
    axes.plot(columns, rows, "s", ms=5, color="#b3450a")
    axes.set(title=f"Y with {name}", xlabel=f"entries of {name}", ylabel="entries of Y")
    axes.set(xticks=[], yticks=[], aspect="equal")
    axes.invert_yaxis()

# %% [markdown]
# The pattern is all that the two products use. Backward, no Jacobian is ever formed: each operation
# knows how to multiply with its own.
#
# ## What the shapes tell you
#
# There are a few ways to multiply `y_bar` with `w`, in either order and transposed or not. Which of
# them have the shape of $X$? And with `x`, which have the shape of $W$?


# %%
from itertools import permutations


def fitting(matrices, shape):
    """Every product of these two, in either order and transposed or not, that has this shape."""
    found = {}
    for left, right in permutations(matrices, 2):
        for l_mark, r_mark in (("", ""), ("", ".T"), (".T", ""), (".T", ".T")):
            a = matrices[left].T if l_mark else matrices[left]
            b = matrices[right].T if r_mark else matrices[right]
            if a.shape[1] == b.shape[0] and (a.shape[0], b.shape[1]) == shape:
                found[f"{left}{l_mark} @ {right}{r_mark}"] = a @ b
    return found


for n, d, m in ((5, 2, 3), (3, 3, 3)):
    x_some, w_some, bar = rng.normal(size=(n, d)), rng.normal(size=(d, m)), rng.normal(size=(n, m))
    for_x = fitting({"y_bar": bar, "w": w_some}, x_some.shape)
    for_w = fitting({"y_bar": bar, "x": x_some}, w_some.shape)
    print(f"{n} examples, {d} inputs, {m} outputs: {len(for_x)} for x_bar, {len(for_w)} for w_bar")
    if len(for_x) == 1:
        print("   x_bar =", *for_x, "  w_bar =", *for_w)

# %% [markdown]
# With three different numbers there is one product each, and it is the right one: so you can
# reconstruct the rule at any time. With three equal numbers all eight fit, and seven are wrong
# without any error. **Test your layers with sizes that differ.** And if you cannot, nudge.

# %%
from backprop.gradcheck import check

agreeing = [
    name
    for name, product in for_x.items()
    if check(lambda point: np.sum(bar * (point @ w_some)), product, x_some).agrees
]
print("of the eight only", *agreeing, "passes the check")

# %% [markdown]
# ## A bias, a penalty
#
# A bias is added to every row, so on the way back it collects from every row: a sum over the
# examples. The same rule again, *what was used several times adds up its shares*.
#
# *Dive into Deep Learning* works through a network with one hidden layer and a penalty on large
# weights, $\frac{\lambda}{2}(\lVert W_1 \rVert^2 + \lVert W_2 \rVert^2)$. The cost now has two
# branches, and each weight collects from both. There an example is a *column*, so a layer reads
# $z = W_1 x$, and every product stands the other way round.

# %% tags=["backward"]
w1, w2 = rng.normal(size=(4, 3)), rng.normal(size=(2, 4))
one, target, penalty = rng.normal(size=3), rng.normal(size=2), 0.1


def cost(w1, w2):
    output = w2 @ np.tanh(w1 @ one)
    weights = np.sum(w1**2) + np.sum(w2**2)
    return 0.5 * np.sum((output - target) ** 2) + 0.5 * penalty * weights


h = np.tanh(w1 @ one)
o_bar = w2 @ h - target
w2_bar = np.outer(o_bar, h) + penalty * w2
z_bar = (w2.T @ o_bar) * (1 - h**2)
w1_bar = np.outer(z_bar, one) + penalty * w1

first = check(lambda w: cost(w, w2), w1_bar, w1)
second = check(lambda w: cost(w1, w), w2_bar, w2)
forgotten = check(lambda w: cost(w1, w), w2_bar - penalty * w2, w2)
print("W1:", first)
print("W2:", second)
print("W2 without the penalty:", forgotten)

# %% [markdown]
# The penalty adds `penalty * w` to the gradient, so each step also shrinks every weight a little.
# That is why it is called weight decay.
#
# ## An inverse, without an index
#
# Where all matrices are square, shapes tell nothing, and Jacobians are large. The course *Matrix
# Calculus* works with small changes instead, written as matrices. Take the inverse of $A$. Its
# product with $A$ is the identity whatever $A$ is, so the change of the product is zero: by the
# rule for products, $dA\,A^{-1} + A\,d(A^{-1}) = 0$. Solve for the change of the inverse:
#
# $$d(A^{-1}) = -A^{-1}\,dA\,A^{-1}.$$
#
# The order matters, and there are two inverses. On the way back both are transposed, as every
# factor is. Try it with a change of your own, and then with a gradient.

# %% tags=["backward"]
a, a_change, inverse_bar = np.eye(3) + 0.2 * rng.normal(size=(3, 3)), *rng.normal(size=(2, 3, 3))
inverse, step = np.linalg.inv(a), 1e-6 * a_change
moved = (np.linalg.inv(a + step) - np.linalg.inv(a - step)) / 2e-6
by_rule = -inverse @ a_change @ inverse
out_of_order = -a_change @ inverse @ inverse
a_bar = -inverse.T @ inverse_bar @ inverse.T


def inverse_loss(a):
    return np.sum(inverse_bar * np.linalg.inv(a))


a_check = check(inverse_loss, a_bar, a)
a_not_transposed = check(inverse_loss, -inverse @ inverse_bar @ inverse, a)
print(f"the change differs from the rule by {np.abs(moved - by_rule).max():.0e}")
print("backward:", a_check)

# %% [markdown]
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report


def loss_of(x, w):
    return np.sum(y_bar * (x @ w))


x_check = check(lambda point: loss_of(point, w), x_bar, x)
w_check = check(lambda point: loss_of(x, point), w_bar, w)
not_transposed = check(lambda point: np.sum(bar * (point @ w_some)), bar @ w_some, x_some)
gap = max(np.abs(x_bar - x_bar_long).max(), np.abs(w_bar - w_bar_long).max())
handout = Report("cs231n-linear-backprop")
handout.holds(
    "products",
    says="dX = dY times W transposed, dW = X transposed times dY",
    found=f"relative error {max(x_check.error, w_check.error):.0e}; "
    f"the whole Jacobian gives the same to {gap:.0e}",
    when=lambda checked: all(found.agrees for found in checked),
    of=[x_check, w_check],
    unlike=[not_transposed, w_check],
)
handout.control("W as it is, in square matrices", f"off by {not_transposed.error:.0%}")
print(handout)

# %% tags=["folded"]
chapter = Report("d2l-backprop")
chapter.holds(
    "decay",
    says="each gradient gets lambda times its weights",
    found=f"relative error {max(first.error, second.error):.0e}",
    when=lambda checked: all(found.agrees for found in checked),
    of=[first, second],
    unlike=[first, forgotten],
)
chapter.control("without that term", f"off by {forgotten.error:.0%}")
print(chapter)

# %% tags=["folded"]
course = Report("edelman-matrix-calculus")
course.proved(
    "inverse",
    says="minus the inverse, the change, the inverse",
    found=f"differs by {np.abs(moved - by_rule).max():.0e}; backward, nudges agree to "
    f"{a_check.error:.0e}",
    when=lambda change: np.allclose(change, moved, rtol=0, atol=1e-6),
    of=by_rule,
    unlike=out_of_order,
)
course.control("the change first", f"differs by {np.abs(moved - out_of_order).max():.1f}")
course.control("backward, nothing transposed", f"off by {a_not_transposed.error:.0%}")
print(course)

# %% [markdown]
# ## Try it yourself
#
# - Multiply three matrices, $Y = A B C$. Find the gradient of $B$ from the shapes alone, then check
#   it.
# - Put the examples into the columns of $X$, so that $Y = W X$. Which of the two rules change?
# - Choose sizes of which just two are equal. Can the shapes still mislead you?
