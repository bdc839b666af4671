#include "app/view_model/usage/storage_view.h"

#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace orchard::app {
namespace {

struct Words {
  std::string_view kind;
  const char* title;
  const char* note;
  const char* one;
  const char* many;
};

constexpr std::array<Words, 4> kWords = {{
    {"store", "Ledger",
     "Every figure, for good, and what was said; the words of a deleted workspace go after 30 "
     "days.",
     "file", "files"},
    {"logs", "Event logs",
     "What agents said, word for word. A log stays until the ledger holds all of it and seven days "
     "more.",
     "log", "logs"},
    {"trash", "Trash",
     "Folders of archived and deleted workspaces, with the files that git ignores. They can come "
     "back for 30 days.",
     "folder", "folders"},
    {"kept", "Kept work",
     "Uncommitted work of archived workspaces stays for ever, that of deleted ones for 30 days.",
     "workspace", "workspaces"},
}};

StorageRow make_row(const StoragePart& part) {
  StorageRow row;
  const auto* words = std::ranges::find(kWords, part.kind, &Words::kind);
  row.title = words == kWords.end() ? displayable_line(part.kind) : words->title;
  if (words != kWords.end()) {
    row.note = words->note;
    row.items = counted(part.items, words->one, words->many);
  }
  row.size = part.kind == "kept" ? "in git" : byte_size(part.bytes);
  if (part.removable_bytes > 0)
    row.removable = byte_size(part.removable_bytes) + " not needed";
  else if (part.removable_items > 0)
    row.removable = grouped_number(part.removable_items) + " not needed";
  return row;
}

void describe_clean_up(const CleanUpState& work, StorageView& view) {
  view.running = work.running;
  if (work.running) {
    view.can_clean_up = false;
    view.progress =
        work.all > 0 ? static_cast<double>(work.done) / static_cast<double>(work.all) : 0;
    view.doing = work.doing.empty() ? std::string("Looking for what nobody needs any more")
                                    : fmt::format("{}, {} of {}", work.doing,
                                                  std::min(work.done + 1, work.all), work.all);
    return;
  }
  if (!work.ended_at) return;
  view.result = clean_up_sentence(work);
  view.result_role = work.problem.empty() ? Role::added : Role::warn;
}

}  // namespace

std::string byte_size(std::int64_t bytes) {
  constexpr std::array<const char*, 4> kUnits = {"KiB", "MiB", "GiB", "TiB"};
  if (bytes < 1024) return fmt::format("{} B", std::max<std::int64_t>(bytes, 0));
  double value = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  while (value >= 1023.95 && unit + 1 < kUnits.size()) {
    value /= 1024;
    ++unit;
  }
  return fmt::format("{:.1f} {}", value, kUnits[unit]);
}

std::string clean_up_sentence(const CleanUpState& done) {
  std::string text = done.freed_items == 0
                         ? std::string("Nothing was removed.")
                         : fmt::format("Freed {}: {} removed.", byte_size(done.freed_bytes),
                                       counted(done.freed_items, "thing was", "things were"));
  if (done.cancelled) text = "Stopped. " + text;
  if (!done.problem.empty()) text += " " + displayable_line(done.problem);
  return text;
}

StorageView make_storage_view(const StorageState& state) {
  StorageView view;
  std::int64_t bytes = 0;
  std::int64_t items = 0;
  std::int64_t removable = 0;
  for (const StoragePart& part : state.parts) {
    view.rows.push_back(make_row(part));
    bytes += part.bytes;
    items += part.removable_items;
    removable += part.removable_bytes;
  }
  view.summary = state.measured_at ? byte_size(bytes) + " on the disk" : std::string();
  if (state.measuring || !state.measured_at) view.summary = "Measuring\u2026";
  view.can_clean_up = state.measured_at && items > 0;
  if (view.can_clean_up) {
    view.note = fmt::format("{} can go, {} in all.", counted(items, "thing", "things"),
                            byte_size(removable));
    view.question = {
        fmt::format("Remove {} for good and free {}?", counted(items, "thing", "things"),
                    byte_size(removable)),
        "Only what has passed its time goes: trash and deleted work older than 30 days, and logs "
        "that the ledger holds word for word. Workspaces, archived work and figures stay."};
  } else if (state.measured_at) {
    view.note = "Nothing is left over: all of this is still needed or can still come back.";
  }
  describe_clean_up(state.clean_up, view);
  return view;
}

}  // namespace orchard::app
