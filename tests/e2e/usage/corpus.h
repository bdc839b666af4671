#pragma once

#include "tests/e2e/usage/machine.h"

namespace orchard::test {

/// Writes transcripts as Claude Code leaves them after some weeks: sessions of several projects and
/// models, replies in several lines with early and final counts, resumed sessions that repeat old
/// lines, sub-agents in files of their own and in progress records, side questions, API errors, old
/// versions that knew their cost, missing request ids, torn and foreign lines. The same seed gives
/// the same bytes everywhere.
void write_corpus(const UsageMachine& machine, unsigned seed);

}  // namespace orchard::test
