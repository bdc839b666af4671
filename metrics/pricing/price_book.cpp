#include "metrics/pricing/price_book.h"

#include "core/io/file.h"

#include <string>
#include <system_error>
#include <utility>

namespace orchard::metrics {

PriceBook open_price_book(const std::filesystem::path& file) {
  PriceBook book;
  book.file = file;
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
