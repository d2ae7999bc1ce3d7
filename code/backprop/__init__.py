"""Backpropagation in NumPy, small enough to read.

In the order of reading:

    small         the whole idea in about sixty lines; begin here
    operation     what an operation is
    overloaded    Python's operators and NumPy's methods for traced values; `hints` says what to
                  write where they end
    arguments     what a program hands in, brought into one form: numbers, axes, indices
    operations    the table of operations with their rules
    tape          reverse mode: `Variable`, `gradient`, products with the Hessian
    forward       forward mode: dual numbers
    trace         a computation told step by step, as data
    graph         the same as tables, and as a drawing that plays
    expression    an expression that a reader types, traced; `refusals` says why not
    network       layers differentiated by hand: the four equations
    fast          the same network without a temporary array
    training      gradient descent, momentum, Adam, and Adam with decay
    gradcheck     is this gradient right? `measuring` finds the slope to compare it with
    datasets      exclusive or, moons, circles, spirals, handwritten digits
    playground    a small network to watch while it learns
"""
