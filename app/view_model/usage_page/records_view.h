#pragma once

#include "app/model/usage_figures.h"
#include "app/view_model/role.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::app {

/// The columns with a figure, from left to right.
inline constexpr std::array kRecordFigures{
    RecordColumn::model, RecordColumn::input,    RecordColumn::cached, RecordColumn::output,
    RecordColumn::cost,  RecordColumn::duration, RecordColumn::time};

/// One API call. Figures are in the order of kRecordFigures.
struct RecordLine {
  UsageSource source = UsageSource::interactive;
  std::string name;
  std::string title;  ///< the sub-agent's type and the session's title; empty: neither
  std::string note;   ///< why it is not like others: "not finished", "529, not billed"
  Role note_role = Role::warn;
  std::array<Figure, kRecordFigures.size()> figures;
  std::string hover;
  core::SessionId session;
  bool leads = false;  ///< its conversation can be opened; the page knows
};

struct RecordsView {
  std::string count;  ///< "3,204"
  std::vector<RecordLine> lines;
  std::string range;  ///< "1 to 20 of 3,204, $214.90 together"
  std::string page;   ///< "1 / 161"
  bool has_before = false;
  bool has_after = false;
  std::string empty_text;
};

/// `wanted` is what the figures answer to.
[[nodiscard]] RecordsView make_records(const UsageFigures& figures, const UsageQuestion& question,
                                       core::Timestamp now);

/// "SOURCE", "NAME", …
[[nodiscard]] std::string_view record_column_title(RecordColumn column);
/// What the column holds, for its head.
[[nodiscard]] std::string_view record_column_hover(RecordColumn column);
/// The order after a press on a column's head: figures from the top first, words from A.
[[nodiscard]] RecordSort sort_after_press(RecordSort sort, RecordColumn column);

/// The last page there is, at least 0.
[[nodiscard]] std::int64_t last_page(std::int64_t records);

}  // namespace orchard::app
