"""Linear and integer programmes of one attacker, kept warm from one question to the next."""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure.budget import limit_solver
from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.system import IntArray, Matrix

type FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class ProgrammeSolution:
    """The furthest value, the cell values that reach it and the prices of the sums."""

    value: float
    cells: FloatArray
    prices: FloatArray


class LinearProgramme:
    """All values of some unknown cells that agree with the sums; computes how far one of them goes."""

    def __init__(
        self, matrix: Matrix, right: FloatArray, lower: FloatArray, upper: FloatArray
    ) -> None:
        """Sets up `matrix @ values == right` and `lower <= values <= upper`."""
        self.lower, self.upper = lower.copy(), upper.copy()
        self._model = build_model(matrix, right, lower, upper)
        self._highs = _solver()
        self._highs.passModel(self._model)
        self._asked: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self._last: FloatArray | None = None

    def is_feasible(self) -> bool:
        """Whether any values agree with everything known."""
        self._ask(np.zeros(0, dtype=np.int32), np.zeros(0))
        self._highs.run()
        status = self._highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            return False
        self._remember(np.asarray(self._highs.getSolution().col_value))
        return True

    def maximise(
        self, places: IntArray, weights: FloatArray, caps: FloatArray | None = None
    ) -> ProgrammeSolution:
        """The largest value of the weighted sum of cells, none counted beyond its cap."""
        self._ask(places.astype(np.int32), -weights)
        if caps is not None:
            # What the last answer allowed stays allowed: a cell may have been forced beyond its
            # cap.
            fair = caps if self._last is None else np.maximum(caps, self._last[places])
            self._limit(places, np.minimum(fair, self.upper[places]))
        is_solved = self._solve()
        if caps is not None and not is_solved:
            self._limit(places, np.minimum(self.upper[places], 2.0**30))
            is_solved = self._solve()
        if not is_solved:
            limit_solver(np.inf)
            raise InputError("No counts agree with these tables; they contradict each other.")
        solution, value = self._highs.getSolution(), self._highs.getInfo()
        answer = ProgrammeSolution(
            -value.objective_function_value,
            self._remember(np.asarray(solution.col_value)),
            -np.asarray(solution.row_dual),
        )
        if caps is not None:
            self._limit(places, self.upper[places])
        return answer

    def _remember(self, values: FloatArray) -> FloatArray:
        self._last = values
        return values

    def _solve(self) -> bool:
        self._limit_time()
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            # A warm start can have numerical trouble; a start from scratch does not.
            self._limit_time()
            self._highs.clearSolver()
            self._highs.run()
        return bool(self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def _limit_time(self) -> None:
        left = limit_solver(np.inf)
        if np.isfinite(left):
            self._highs.setOptionValue("time_limit", self._highs.getRunTime() + left)

    def find_integer_values(self, seconds: float) -> FloatArray | None:
        """Some whole values that agree with the sums; None if none were found in the time."""
        for is_whole in (False, True):
            highs = QuietHighs()
            highs.setOptionValue("time_limit", limit_solver(seconds))
            model = self._model
            model.col_cost_ = np.zeros(len(self.lower))
            model.col_lower_, model.col_upper_ = self.lower, self.upper
            kind = highspy.HighsVarType.kInteger if is_whole else highspy.HighsVarType.kContinuous
            model.integrality_ = [kind] * len(self.lower)
            highs.passModel(model)
            model.integrality_ = []
            highs.run()
            values = np.asarray(highs.getSolution().col_value)
            if highs.getInfo().primal_solution_status != 2 or len(values) != len(self.lower):
                return None
            if np.abs(values - np.rint(values)).max(initial=0.0) < 1e-4:
                return values
        return None

    def bound_integer_value(
        self, place: int, sign: int, seconds: float
    ) -> tuple[float, FloatArray | None]:
        """A bound on the furthest whole value of one cell, and the whole values found, if any."""
        highs = _solver()
        highs.setOptionValue("time_limit", limit_solver(seconds))
        highs.setOptionValue("presolve", "on")
        cost = np.zeros(len(self.lower))
        cost[place] = -float(sign)
        model = self._model
        model.col_cost_ = cost
        model.col_lower_, model.col_upper_ = self.lower, self.upper
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(self.lower)
        highs.passModel(model)
        model.integrality_ = []
        highs.run()
        info = highs.getInfo()
        values = np.asarray(highs.getSolution().col_value)
        is_found = info.primal_solution_status == 2 and len(values) == len(self.lower)
        return sign * -info.mip_dual_bound, values if is_found else None

    def _limit(self, places: IntArray, upper: FloatArray) -> None:
        if len(places):
            self._highs.changeColsBounds(
                len(places), places.astype(np.int32), self.lower[places], upper
            )

    def _ask(self, places: NDArray[np.int32], cost: FloatArray) -> None:
        """Sets the objective; HiGHS minimises, so the costs are the negative weights."""
        if len(self._asked):
            zero = np.zeros(len(self._asked))
            self._highs.changeColsCost(len(self._asked), self._asked, zero)
        if len(places):
            self._highs.changeColsCost(len(places), places, cost)
        self._asked = places


class QuietHighs(highspy.Highs):
    """HiGHS on one thread that prints nothing, because the output may be a report in JSON."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS's own name
        """Does nothing; setting the callbacks would print a banner."""
        self.silent()
        self.setOptionValue("threads", 1)
        self.setOptionValue("random_seed", 0)


def _solver() -> highspy.Highs:
    highs = QuietHighs()
    highs.setOptionValue("presolve", "off")
    # Primal: after a change of objective, the last answer stays feasible.
    highs.setOptionValue("simplex_strategy", 4)
    return highs


def build_model(
    matrix: Matrix, right: FloatArray, lower: FloatArray, upper: FloatArray
) -> highspy.HighsLp:
    """The model of some unknown values with their sums and bounds, without an objective."""
    columns = matrix.tocsc()
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = columns.shape
    model.col_cost_ = np.zeros(columns.shape[1])
    model.col_lower_, model.col_upper_ = lower, upper
    model.row_lower_ = model.row_upper_ = right
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = columns.indptr
    model.a_matrix_.index_ = columns.indices
    model.a_matrix_.value_ = columns.data
    return model
