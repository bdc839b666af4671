#include "metrics/pricing/price_book.h"

#include "core/io/file.h"

#include <utility>

namespace orchard::metrics {

PriceBook open_price_book(const std::filesystem::path& file) {
  PriceBook book;
  book.file = file;
  // Lives as long as the program: nothing to own.
  book.table = std::shared_ptr<const PriceTable>(std::shared_ptr<void>(), &PriceTable::built_in());
  const auto text = core::read_file(file);
  if (!text) {
    if (text.error().code == core::ErrorCode::not_found) return book;
    book.problem = text.error().message;
    return book;
  }
  book.has_file = true;
  auto table = PriceTable::built_in().with_overrides(*text);
  if (table) {
    book.table = std::make_shared<const PriceTable>(std::move(*table));
  } else {
    book.problem = "The price file '" + file.string() + "' is wrong " + table.error().message +
                   "; correct it or remove it. Until then the prices of the program hold.";
  }
  return book;
}

}  // namespace orchard::metrics
