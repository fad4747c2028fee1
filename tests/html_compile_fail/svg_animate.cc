// expect: hole_in_attribute_that_takes_code
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<svg><animate values=\"{}\"/></svg>", "a");
