#pragma once

#include <cstddef>
#include <string_view>

namespace orchard::metrics {

/// Walks forward through the text of one JSON value and looks only at what it is asked for; the
/// rest is skipped at the speed of a search. Strict in structure (quotes, brackets, colons, commas
/// where it looks), tolerant of contents: bytes of skipped strings are not examined, so lone
/// surrogates and broken UTF-8 do no harm. Once failed it stays failed and yields nothing. Pure,
/// allocates nothing; the text must outlive it and what it returned.
class JsonCursor {
 public:
  explicit JsonCursor(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  /// Steps into an object. False: the next value is none, or there is nothing.
  [[nodiscard]] bool enter_object();
  /// Steps into an array. False: the next value is none, or there is nothing.
  [[nodiscard]] bool enter_array();
  /// Whether an element follows; it must be read before the next call. False: the array has ended
  /// (and was stepped out of) or the text is damaged.
  [[nodiscard]] bool next_element();
  /// The name of the next member as it stands between its quotes; its value must be read before the
  /// next call. False: the object has ended (and was stepped out of) or the text is damaged.
  [[nodiscard]] bool next_member(std::string_view& name);
  /// Reads one value and returns its text as it stands, strings with their quotes. Empty: failed.
  std::string_view value();
  /// Whether all text was read without failure.
  [[nodiscard]] bool finished();

 private:
  [[nodiscard]] bool enter(char open);
  [[nodiscard]] bool next(char close);
  void skip_blank();
  void skip_string();
  void skip_container();
  void skip_scalar();
  bool fail();  ///< false, for those who say so

  const char* at_;
  const char* end_;
  bool at_first_ = false;
  bool failed_ = false;
};

}  // namespace orchard::metrics
