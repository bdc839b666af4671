#pragma once

#include <cstdint>
#include <filesystem>

namespace orchard::test {

/// Transcripts as Claude Code writes them, below `config_dir`: conversations of tool results and
/// replies in two pieces each, some with a sub-agent, about `bytes` in all. The same for the same
/// arguments. Gives the number of replies.
std::int64_t write_transcripts(const std::filesystem::path& config_dir, std::uint64_t bytes);

}  // namespace orchard::test
