#include "app/services/figures/export_figure.h"

#include "app/services/figures/answer_figures.h"
#include "app/services/figures/answer_usage.h"
#include "core/io/file.h"
#include "metrics/export/figure_table.h"

#include <filesystem>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::int64_t kAll = std::int64_t{1} << 40U;

core::Result<std::filesystem::path> path_of(const Engine& engine, const FigureExport& wish) {
  std::string text = wish.path;
  if (text.starts_with("~/")) {
    constexpr std::string_view kHome = "HOME=";
    for (const std::string& entry : engine.machine().environment)
      if (entry.starts_with(kHome)) text = entry.substr(kHome.size()) + text.substr(1);
  }
  const std::filesystem::path path(text);
  if (!path.is_absolute() || !path.has_filename())
    return core::fail(core::ErrorCode::invalid_argument,
                      fmt::format("'{}' names no file; write a whole path such as "
                                  "~/figures.csv.",
                                  wish.path));
  return path;
}

core::Result<metrics::FigureTable> read_table(Engine& engine, const FigureExport& wish) {
  if (wish.drill) return read_drill(engine, *wish.drill, kAll);
  if (wish.usage) return read_usage_part(engine, wish.figure, *wish.usage);
  return read_figure(engine, wish.figure, wish.filter);
}

core::Result<std::string> write(Engine& engine, const FigureExport& wish) {
  ORCHARD_TRY(const auto path, path_of(engine, wish));
  ORCHARD_TRY(const auto table, read_table(engine, wish));
  const std::string content =
      wish.format == ExportFormat::json ? metrics::to_json(table) + "\n" : metrics::to_csv(table);
  ORCHARD_CHECK(wish.replace ? core::write_file_atomically(path, content)
                             : core::write_new_file(path, content));
  return fmt::format("Wrote {} {} to {}.", table.rows.size(),
                     table.rows.size() == 1 ? "row" : "rows", path.string());
}

}  // namespace

ExportOutcome export_figure(Engine& engine, const FigureExport& wish) {
  const auto written = write(engine, wish);
  if (written) return {wish.number, ExportOutcome::Kind::written, *written};
  if (written.error().code == core::ErrorCode::already_exists)
    return {wish.number, ExportOutcome::Kind::exists,
            "There is a file of this name already. Replace it, or choose another name."};
  return {wish.number, ExportOutcome::Kind::failed, written.error().message};
}

}  // namespace orchard::app
