#include "git/archive/kept_refs.h"

#include "git/command/git_command.h"
#include "git/command/text.h"

#include <charconv>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

core::Result<void> check_private(const std::string& ref) {
  if (ref.starts_with("refs/orchard/")) return {};
  return core::fail(core::ErrorCode::invalid_argument,
                    "\"" + ref + "\" is not one of Orchard's references; it stays.");
}

core::Result<void> update(const fs::path& root, std::string input) {
  ORCHARD_TRY(
      const std::string done,
      git_output({.directory = root,
                  .arguments = {"-c", "core.hooksPath=/dev/null", "update-ref", "--stdin", "-z"},
                  .access = Access::write,
                  .input = std::move(input)},
                 "change Orchard's references"));
  return {};
}

core::Result<std::string> oid_of(const fs::path& root, const std::string& ref) {
  ORCHARD_TRY(
      const auto output,
      run_git({.directory = root,
               .arguments = {"rev-parse", "--verify", "--quiet", "--end-of-options", ref}}));
  return output.ok() ? trimmed(output.out) : std::string{};
}

}  // namespace

core::Result<std::vector<KeptRef>> list_kept_refs(const fs::path& root, const std::string& prefix) {
  ORCHARD_CHECK(check_private(prefix));
  ORCHARD_TRY(
      const std::string out,
      git_output({.directory = root,
                  .arguments = {"for-each-ref",
                                "--format=%(objectname) %(committerdate:unix) %(refname)", prefix}},
                 "list Orchard's references"));
  std::vector<KeptRef> refs;
  for (const std::string& line : split(out, '\n')) {
    const std::size_t first = line.find(' ');
    const std::size_t second = line.find(' ', first + 1);
    if (second == std::string::npos) continue;
    std::int64_t seconds = 0;
    std::from_chars(line.data() + first + 1, line.data() + second, seconds);
    refs.push_back({line.substr(second + 1), core::CommitOid{line.substr(0, first)},
                    core::Timestamp{std::chrono::seconds{seconds}}});
  }
  return refs;
}

core::Result<void> move_kept_ref(const fs::path& root, const std::string& from,
                                 const std::string& to) {
  ORCHARD_CHECK(check_private(from));
  ORCHARD_CHECK(check_private(to));
  ORCHARD_TRY(const std::string oid, oid_of(root, from));
  ORCHARD_TRY(const std::string taken, oid_of(root, to));
  if (oid.empty()) {
    return core::fail(core::ErrorCode::not_found,
                      "There is no archived work under \"" + from + "\".");
  }
  if (!taken.empty()) {
    return core::fail(core::ErrorCode::already_exists, "\"" + to + "\" holds other work already.");
  }
  const std::string zero(1, '\0');
  return update(root, "create " + to + zero + oid + zero + "delete " + from + zero + oid + zero);
}

core::Result<void> drop_kept_ref(const fs::path& root, const std::string& ref) {
  ORCHARD_CHECK(check_private(ref));
  ORCHARD_TRY(const std::string oid, oid_of(root, ref));
  if (oid.empty()) return {};
  return update(root, "delete " + ref + '\0' + oid + '\0');
}

}  // namespace orchard::git
