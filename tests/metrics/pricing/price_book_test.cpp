#include "metrics/pricing/price_book.h"

#include "tests/support/temp_dir.h"

#include <fstream>

#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

TEST(PriceBook, KnowsWhenItsFileIsAnotherOne) {
  const test::TempDir directory;
  const auto file = directory / "prices.json";
  EXPECT_FALSE(open_price_book(file).is_outdated());

  PriceBook book = open_price_book(file);
  std::ofstream(file) << "{}";
  EXPECT_TRUE(book.is_outdated()) << "there is one now";
  book = open_price_book(file);
  EXPECT_FALSE(book.is_outdated());
  std::ofstream(file, std::ios::app) << " ";
  EXPECT_TRUE(book.is_outdated()) << "it was written";
  book = open_price_book(file);
  std::ofstream(directory / "new") << "{} ";
  std::filesystem::rename(directory / "new", file);
  EXPECT_TRUE(book.is_outdated()) << "another one stands in its place";
  book = open_price_book(file);
  std::filesystem::remove(file);
  EXPECT_TRUE(book.is_outdated()) << "it is gone";
}

}  // namespace
}  // namespace orchard::metrics
