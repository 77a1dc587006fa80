import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ConversationFinder } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { RateLimit } from '../rate-limit/rate-limit.js';
import { findQueryOf, hitOf, SearchAnswer, SearchConversations } from './search.dto.js';

const BY_MEANING_ALONE =
  'This installation has no search by words: conversations are found by what they are about, and neither quoted phrases nor filters without a query find anything.';

@ApiTags('conversations')
@Controller('v1/conversations/search')
export class SearchController {
  constructor(private readonly finder: ConversationFinder) {}

  /**
   * Conversations that have all of the words, newest first; where none has, those that fit best. An id, `conversation:<id>` or the address of a
   * conversation finds that one; what stands in quotation marks must have been said just so. Nothing is found for nothing asked.
   */
  @Post()
  @HttpCode(HttpStatus.OK)
  @RateLimit('conversations:search')
  async search(@OwnerId() ownerId: string, @Body() request: SearchConversations): Promise<SearchAnswer> {
    const query = findQueryOf(request);
    const { items, totalPages } = await this.finder.find(ownerId, query);
    return {
      items: items.map(hitOf),
      total_pages: totalPages,
      current_page: query.page,
      per_page: query.perPage,
      ...(this.finder.findsWords ? {} : { message: BY_MEANING_ALONE }),
    };
  }
}
