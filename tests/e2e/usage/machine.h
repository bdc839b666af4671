#pragma once

#include "core/process/run.h"
#include "tests/support/temp_dir.h"

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace orchard::test {

/// A machine on which only Claude Code ever worked: HOME, a folder of transcripts, Orchard's store,
/// and nothing of the real one's settings. Throws std::runtime_error when a program is missing or
/// fails.
class UsageMachine {
 public:
  UsageMachine();

  [[nodiscard]] std::filesystem::path config_dir() const { return dir_ / "claude"; }
  /// Adds to `projects/<path>`.
  void write(const std::string& path, const std::string& text) const;

  /// What the two programs print, as JSON; `zone` is the zone of the machine.
  [[nodiscard]] nlohmann::json ccusage(std::vector<std::string> arguments,
                                       const std::string& zone = "UTC") const;
  [[nodiscard]] nlohmann::json orchard(std::vector<std::string> arguments,
                                       const std::string& zone = "UTC") const;

 private:
  [[nodiscard]] nlohmann::json run(const std::string& program, std::vector<std::string> arguments,
                                   const std::string& zone) const;
  TempDir dir_;
};

/// Where two JSON values differ, a line each; empty: nowhere. Money may differ by 1e-8, whole
/// numbers not at all.
[[nodiscard]] std::string differences(const nlohmann::json& expected, const nlohmann::json& actual);

}  // namespace orchard::test
