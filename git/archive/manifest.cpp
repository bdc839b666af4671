#include "git/archive/manifest.h"

#include "git/command/text.h"

#include <charconv>
#include <filesystem>

namespace orchard::git {
namespace {

constexpr std::string_view kFormat = "orchard-work 1";
constexpr std::string_view kKinds = "fldpxma";

unsigned parse_number(const std::string& text, int radix) {
  unsigned value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value, radix);
  return value;
}

/// A path that stays below the folder it is relative to.
bool is_inside(const std::string& path) {
  const std::filesystem::path relative(path);
  if (path.empty() || relative.is_absolute()) return false;
  for (const auto& part : relative) {
    if (part == "..") return false;
  }
  return true;
}

}  // namespace

std::string format_manifest(const Manifest& manifest) {
  std::string text;
  const auto add = [&](std::string_view field) {
    text += field;
    text += '\0';
  };
  add(kFormat);
  add(manifest.head);
  add(manifest.branch);
  add(manifest.admin);
  add(manifest.has_work ? "1" : "0");
  add(std::to_string(manifest.untracked));
  add(std::to_string(manifest.notes.size()));
  for (const std::string& note : manifest.notes) add(note);
  for (const KeptPath& kept : manifest.paths) {
    std::string head(1, static_cast<char>(kept.kind));
    for (unsigned shift = 9;; shift -= 3) {
      head += static_cast<char>('0' + ((kept.mode >> shift) & 7U));
      if (shift == 0) break;
    }
    add(head);
    add(kept.text);
    add(kept.path);
  }
  return text;
}

core::Result<Manifest> parse_manifest(std::string_view text) {
  const auto broken = [] {
    return core::fail(core::ErrorCode::corrupt,
                      "The list of the archived work is damaged; look at the reference with git.");
  };
  const std::vector<std::string> fields = split(text, '\0');
  constexpr std::size_t kHeader = 7;
  if (fields.size() < kHeader || fields[0] != kFormat) return broken();
  Manifest manifest;
  manifest.head = fields[1];
  manifest.branch = fields[2];
  manifest.admin = fields[3];
  manifest.has_work = fields[4] == "1";
  manifest.untracked = static_cast<int>(parse_number(fields[5], 10));
  const std::size_t notes = parse_number(fields[6], 10);
  if (notes > fields.size() - kHeader || (fields.size() - kHeader - notes) % 3 != 0) {
    return broken();
  }
  std::size_t i = kHeader;
  for (; i < kHeader + notes; ++i) manifest.notes.push_back(fields[i]);
  for (; i < fields.size(); i += 3) {
    if (fields[i].size() != 5 || kKinds.find(fields[i][0]) == std::string_view::npos) {
      return broken();
    }
    if (!is_inside(fields[i + 2])) return broken();
    manifest.paths.push_back({static_cast<KeptKind>(fields[i][0]),
                              parse_number(fields[i].substr(1), 8), fields[i + 1], fields[i + 2]});
  }
  return manifest;
}

}  // namespace orchard::git
