from bihuan.flow.triage.models.priorities import (
    MatrixCell,
    PriorityLevel,
    PriorityRule,
    PriorityScheme,
    RuleBook,
    named,
    priority_rules,
    scheme_in_force,
)
from bihuan.flow.triage.models.suggestions import (
    HintWord,
    Learnt,
    Says,
    Suggestion,
    hint_words,
    open_keywords,
    taught,
)

__all__ = [
    "HintWord",
    "Learnt",
    "MatrixCell",
    "PriorityLevel",
    "PriorityRule",
    "PriorityScheme",
    "RuleBook",
    "Says",
    "Suggestion",
    "hint_words",
    "named",
    "open_keywords",
    "priority_rules",
    "scheme_in_force",
    "taught",
]
