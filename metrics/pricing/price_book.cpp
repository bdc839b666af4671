#include "metrics/pricing/price_book.h"

#include "core/io/file.h"

#include <string>
#include <system_error>
#include <utility>

#include <sys/stat.h>

namespace orchard::metrics {

namespace {

std::optional<PriceBook::Look> look_at(const std::filesystem::path& file) {
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0) return std::nullopt;
  constexpr std::int64_t kSecond = 1'000'000'000;
  return PriceBook::Look{info.st_ino, info.st_size,
                         info.st_mtim.tv_sec * kSecond + info.st_mtim.tv_nsec};
}

}  // namespace

bool PriceBook::is_outdated() const {
  return look_at(file) != look;
}

PriceBook open_price_book(const std::filesystem::path& file) {
  PriceBook book;
  book.file = file;
  book.look = look_at(file);
  // Lives as long as the program: nothing to own.
  book.table = std::shared_ptr<const PriceTable>(std::shared_ptr<void>(), &PriceTable::built_in());
  std::error_code unknown;
  const auto status = std::filesystem::status(file, unknown);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    // A pipe or a device would hold the program for ever.
    book.has_file = true;
    book.problem = "The price file '" + file.string() +
                   "' is no regular file; put one there or remove it. Until then the prices of "
                   "the program hold.";
    return book;
  }
  const auto text = core::read_file(file);
  if (!text) {
    if (text.error().code == core::ErrorCode::not_found) return book;
    book.problem = text.error().message;
    return book;
  }
  book.has_file = true;
  auto own = PriceTable::built_in().with_overrides(*text);
  if (!own) {
    book.problem = "The price file '" + file.string() + "' is wrong " + own.error().message +
                   "; correct it or remove it. Until then the prices of the program hold.";
    return book;
  }
  for (const std::string& problem : own->problems)
    book.problem += (book.problem.empty() ? "" : "; and ") + problem;
  if (!book.problem.empty())
    book.problem = "The price file '" + file.string() + "' is wrong " + book.problem +
                   "; correct it or remove it. Until then that does not count, and the rest does.";
  book.table = std::make_shared<const PriceTable>(std::move(own->table));
  return book;
}

}  // namespace orchard::metrics
